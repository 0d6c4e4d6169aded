package io.proffer.master.kernel;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.ExecutorEnded;
import io.proffer.master.state.MasterEvent.FrameworkCompleted;
import io.proffer.master.state.MasterEvent.FrameworkDisconnected;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterEvent.TaskUpdated;
import io.proffer.master.state.MasterEvent.UnreachableTaskEnded;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.StreamId;
import io.proffer.master.state.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** How frameworks live on and end: heartbeats, disconnection, failover timeout, teardown. */
final class Frameworks {
  private final Turn turn;
  private final MasterState state;
  private final MasterSettings settings;
  private final Offers offers;
  private final Operations operations;

  Frameworks(Turn turn, MasterSettings settings, Offers offers, Operations operations) {
    this.turn = turn;
    this.state = turn.state();
    this.settings = settings;
    this.offers = offers;
    this.operations = operations;
  }

  void heartbeat(StreamId stream) {
    state
        .frameworkAt(stream)
        .ifPresent(
            framework -> {
              turn.send(framework, SchedulerEvents.HEARTBEAT);
              turn.startTimer(new TimerKey.Heartbeat(stream), settings.heartbeatInterval());
            });
  }

  void streamLost(StreamId stream) {
    state.frameworkAt(stream).ifPresent(framework -> disconnect(framework, stream));
  }

  private void disconnect(Framework framework, StreamId stream) {
    offers.discardAllTo(framework.id());
    turn.happened(new FrameworkDisconnected(framework.id(), turn.now()));
    turn.cancelTimer(new TimerKey.Heartbeat(stream));
    turn.startTimer(new TimerKey.FrameworkFailover(framework.id()), failoverTimeout(framework));
  }

  /** A disconnected framework did not come back in time. */
  void failoverTimedOut(FrameworkId id) {
    state.framework(id).filter(f -> !f.connected()).ifPresent(f -> remove(f, false));
  }

  void tearDown(RequestId request, FrameworkId id) {
    if (state.framework(id).isEmpty()) {
      turn.refuse(request, 400, "No framework found with specified ID");
      return;
    }
    state.framework(id).ifPresent(this::tearDown);
    turn.answer(request, new CallOutcome.Done());
  }

  /** Ends a framework whose end is wanted, and with it all it has. */
  void tearDown(Framework framework) {
    remove(framework, true);
  }

  private void remove(Framework framework, boolean tornDown) {
    offers.discardAllTo(framework.id());
    for (Agent agent : state.agents()) {
      turn.send(agent, new ToAgent.TeardownFramework(framework.id()));
    }
    for (Task task : List.copyOf(state.tasks(framework.id()))) {
      if (!task.terminal()) {
        turn.happened(new TaskUpdated(task.key(), removed(task), TaskState.TASK_KILLED));
      }
      turn.happened(new TaskCompleted(task.key()));
    }
    for (Task task : List.copyOf(state.unreachableTasks(framework.id()))) {
      turn.happened(new UnreachableTaskEnded(task.key(), removed(task)));
    }
    for (Executor executor : List.copyOf(state.executors(framework.id()))) {
      turn.happened(new ExecutorEnded(executor.key()));
    }
    operations.frameworkGone(framework.id());
    turn.happened(new FrameworkCompleted(framework.id(), turn.now(), tornDown));
    turn.cancelTimer(new TimerKey.FrameworkFailover(framework.id()));
    framework.stream()
        .ifPresent(
            stream -> {
              turn.cancelTimer(new TimerKey.Heartbeat(stream));
              turn.effect(new MasterEffect.CloseStream(stream));
            });
  }

  private TaskStatus removed(Task task) {
    return Statuses.of(
        task,
        TaskState.TASK_KILLED,
        TaskStatus.Reason.REASON_FRAMEWORK_REMOVED,
        "Framework " + task.key().framework() + " removed",
        turn.now());
  }

  private static Duration failoverTimeout(Framework framework) {
    double seconds = Math.max(0, framework.info().getFailoverTimeout());
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /**
   * How long a framework that was known to a master before this one has to subscribe here: what is
   * left of its failover timeout since it is away, but never less than agents have, for the change
   * of master is not its doing, and nobody could subscribe while none led.
   */
  static Duration recoveryTimeout(Framework framework, MasterSettings settings, Instant now) {
    Duration away = Duration.between(framework.disconnectedAt().orElse(now), now);
    Duration own = failoverTimeout(framework);
    Duration left = away.isNegative() ? own : own.minus(away); // clocks of masters may differ
    Duration least = settings.agentReregisterTimeout();
    return left.compareTo(least) < 0 ? least : left;
  }
}
