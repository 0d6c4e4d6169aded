package io.proffer.cli.command;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * Gives an agent work: as many tasks at once as there is room for. One half ends by itself, the
 * other is killed.
 */
final class AgentDrill implements Scheduler {

  /** So small that a hundred of them run at once on two processors. */
  private static final double CPUS = 0.02;

  private static final double MEM_MB = 4;

  private static final String ENDS = "ends-";
  private static final String LASTS = "lasts-";

  private final int tasks;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private int launched;
  private int ended;

  /**
   * @param tasks so many, one after another
   */
  AgentDrill(int tasks) {
    this.tasks = tasks;
  }

  /** When the last task has ended, however it did. */
  CompletionStage<Void> done() {
    return done;
  }

  @Override
  public boolean wantsOffers() {
    return launched < tasks;
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    while (launched < tasks && offers.launch(next()).placed()) {
      launched++;
    }
  }

  private TaskBuilder next() {
    TaskBuilder next =
        launched % 2 == 0
            ? task(ENDS + launched).command("true")
            : task(LASTS + launched).command("sleep 60");
    return next.cpus(CPUS).memMb(MEM_MB);
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    TaskId task = update.task();
    if (update.isTerminal()) {
      ended++;
      if (ended == tasks) {
        done.complete(null);
      }
    } else if (update.state() == TaskState.TASK_RUNNING && task.value().startsWith(LASTS)) {
      driver.kill(task);
    }
  }
}
