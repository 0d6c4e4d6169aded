package io.proffer.agent.kernel;

import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;

/** Hands each of the master's messages to what decides about it. */
final class MasterMessages {

  private final Registration registration;
  private final Launches launches;
  private final Kills kills;
  private final Updates updates;
  private final ExecutorTasks hosted;
  private final Checks checks;

  MasterMessages(
      Registration registration,
      Launches launches,
      Kills kills,
      Updates updates,
      ExecutorTasks hosted,
      Checks checks) {
    this.registration = registration;
    this.launches = launches;
    this.kills = kills;
    this.updates = updates;
    this.hosted = hosted;
    this.checks = checks;
  }

  void handle(Step step, ToAgent message) {
    switch (message) {
      case ToAgent.Registered m ->
          registration.registered(step, m.agent(), m.pingTimeout(), List.of());
      case ToAgent.Reregistered m ->
          registration.registered(step, m.agent(), m.pingTimeout(), m.completedFrameworks());
      case ToAgent.Ping m -> registration.ping(step, m);
      case ToAgent.RunTask m -> launches.task(step, m);
      case ToAgent.RunTaskGroup m -> launches.group(step, m);
      case ToAgent.KillTask m ->
          kills.requested(step, new TaskKey(m.framework(), m.task()), m.policy());
      case ToAgent.AcknowledgeUpdate m -> {
        TaskKey task = new TaskKey(m.framework(), m.task());
        updates.acknowledged(step, task, m.uuid());
        checks.catchUp(step, task);
      }
      case ToAgent.ShutdownExecutor m ->
          kills.executor(step, new ExecutorKey(m.framework(), m.executor()));
      case ToAgent.ExecutorMessage m ->
          hosted.message(step, new ExecutorKey(m.framework(), m.executor()), m.data());
      case ToAgent.TeardownFramework m -> kills.framework(step, m.framework());
      case ToAgent.Shutdown m -> kills.shutdown(step, m.reason());
    }
  }
}
