package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentEvent.DrainBegun;
import io.proffer.agent.state.AgentEvent.DrainEnded;
import io.proffer.agent.state.AgentEvent.TaskAccepted;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Drain;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/**
 * Being drained: all tasks are ended, and none is taken on until the last one is over and that is
 * acknowledged, and the last operation is.
 */
final class Draining {

  /** As Mesos words it. */
  static final String REFUSAL = "Task was received while agent was already draining";

  private final Kills kills;
  private final ExecutorTasks hosted;

  Draining(Kills kills, ExecutorTasks hosted) {
    this.kills = kills;
    this.hosted = hosted;
  }

  /** Said again, it ends what is not being ended yet; said differently, everything anew. */
  void begin(Step step, DrainConfig config) {
    if (nothingIsLeft(step.state())) {
      return;
    }
    boolean again = step.state().drain().filter(d -> d.config().equals(config)).isPresent();
    if (!again) {
      step.record(new DrainBegun(new Drain(config, step.now())));
    }
    Drain drain = step.state().drain().orElseThrow();
    for (AgentTask task : step.state().liveTasks()) {
      if (!again || task.killing().isEmpty()) {
        kills.requested(step, task.key(), policy(task, drain));
      }
    }
  }

  /** As in Mesos: where a task has no grace of its own, it has all that there is. */
  private static Optional<KillPolicy> policy(AgentTask task, Drain drain) {
    KillPolicy own = task.info().getKillPolicy();
    return drain
        .maxGrace()
        .filter(
            most ->
                !own.hasGracePeriod()
                    || most.compareTo(Duration.ofNanos(own.getGracePeriod().getNanoseconds())) < 0)
        .map(
            most ->
                KillPolicy.newBuilder()
                    .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(most.toNanos()))
                    .build());
  }

  /** Ends the drain when there is nothing to it any more. */
  void settle(Step step) {
    if (step.state().drain().isPresent() && nothingIsLeft(step.state())) {
      step.record(new DrainEnded());
    }
  }

  private static boolean nothingIsLeft(AgentState state) {
    return state.tasks().isEmpty() && state.ledger().operations().isEmpty();
  }

  /** A command task arrived too late. */
  void refuse(Step step, ToAgent.RunTask message) {
    TaskKey key =
        new TaskKey(
            FrameworkId.of(message.framework().getId()), TaskId.of(message.task().getTaskId()));
    step.record(
        new TaskAccepted(
            key,
            message.task(),
            message.role(),
            Optional.empty(),
            step.newContainerId(),
            step.now()));
    hosted.end(
        step,
        key,
        TerminalStatuses.dropped(step, key.framework()),
        Reason.REASON_AGENT_DRAINING,
        REFUSAL);
  }

  /** Tasks of an executor arrived too late, and so did what was to be started for them. */
  void refuse(Step step, ExecutorTasks.Arrival arrival) {
    boolean notStarted = !arrival.executorRuns() && step.state().executor(arrival.key()).isEmpty();
    hosted.drop(step, arrival, Reason.REASON_AGENT_DRAINING, REFUSAL);
    if (notStarted) {
      step.perform(
          new AgentEffect.Send(
              new FromAgent.ExecutorTerminated(arrival.framework(), arrival.key().executor(), -1)));
    }
  }
}
