package io.proffer.sdk.testkit;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.sdk.testkit.node.ContainerPlan;
import java.time.Duration;
import java.util.Optional;

/** How a task fares if it is left alone. Immutable. */
public final class TaskPlan {
  private static final Duration LAUNCH_TIME = Duration.ofMillis(50);
  private static final Duration TERM_TIME = Duration.ofMillis(100);

  private final ContainerPlan container;

  private TaskPlan(ContainerPlan container) {
    this.container = container;
  }

  /** Runs until it is killed. */
  public static TaskPlan runs() {
    return running(Optional.empty());
  }

  /** Finishes by itself so long after its start. */
  public static TaskPlan finishesAfter(Duration span) {
    return exitsAfter(span, 0);
  }

  /**
   * Exits by itself so long after its start.
   *
   * @param status 0 to 255; 0 is TASK_FINISHED, any other TASK_FAILED
   */
  public static TaskPlan exitsAfter(Duration span, int status) {
    return running(Optional.of(new ContainerPlan.End(span, new ContainerExit.Exited(status))));
  }

  /**
   * Cannot be started: TASK_FAILED without having run.
   *
   * @param message why, as its framework is told
   */
  public static TaskPlan cannotStart(String message) {
    LaunchFailure failure = new LaunchFailure(LaunchFailure.Kind.COMMAND, message);
    return new TaskPlan(new ContainerPlan.Fails(LAUNCH_TIME, failure));
  }

  private static TaskPlan running(Optional<ContainerPlan.End> end) {
    return new TaskPlan(new ContainerPlan.Runs(LAUNCH_TIME, end, Optional.of(TERM_TIME)));
  }

  ContainerPlan toContainer() {
    return container;
  }
}
