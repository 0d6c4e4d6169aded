package io.proffer.agent.kernel;

import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.OperationResources;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.ToAgent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Hands each of the master's messages to what decides about it. */
final class MasterMessages {

  private static final int MAX_WAITING = 10_000;

  private final Registration registration;
  private final Launches launches;
  private final Kills kills;
  private final Draining draining;
  private final Updates updates;
  private final ExecutorTasks hosted;
  private final FileRefreshes files;
  private final Checks checks;
  private final Operations operations;
  private final OperationUpdates operationUpdates;
  private final ProviderOperations providers;

  /** What waits for an operation that is under way, in order. */
  private final Deque<ToAgent> waiting = new ArrayDeque<>();

  MasterMessages(
      Registration registration,
      Launches launches,
      Kills kills,
      Draining draining,
      Updates updates,
      ExecutorTasks hosted,
      FileRefreshes files,
      Checks checks,
      Operations operations,
      OperationUpdates operationUpdates,
      ProviderOperations providers) {
    this.registration = registration;
    this.launches = launches;
    this.kills = kills;
    this.draining = draining;
    this.updates = updates;
    this.hosted = hosted;
    this.files = files;
    this.checks = checks;
    this.operations = operations;
    this.operationUpdates = operationUpdates;
    this.providers = providers;
  }

  void handle(Step step, ToAgent message) {
    if (!mayWait(message) || (waiting.isEmpty() && !operations.busy())) {
      decide(step, message);
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(message);
    } else {
      step.perform(
          new AgentEffect.Reconnect(
              MAX_WAITING + " messages of the master wait for a volume to be made or removed"));
    }
  }

  /** An operation is over. */
  void goOn(Step step) {
    while (!operations.busy() && !waiting.isEmpty()) {
      decide(step, waiting.remove());
    }
  }

  /** The master takes what was not acted on for lost. */
  void forgetWaiting() {
    waiting.clear();
    operations.abandon();
  }

  /**
   * Whether it may be about something that an operation before it makes, or something behind it.
   */
  private static boolean mayWait(ToAgent message) {
    return switch (message) {
      case ToAgent.RunTask m -> true;
      case ToAgent.RunTaskGroup m -> true;
      case ToAgent.KillTask m -> true;
      case ToAgent.Drain m -> true;
      case ToAgent.ApplyOperation m -> true;
      case ToAgent.ShutdownExecutor m -> true;
      case ToAgent.ExecutorMessage m -> true;
      case ToAgent.TeardownFramework m -> true;
      case ToAgent.Registered m -> false;
      case ToAgent.Reregistered m -> false;
      case ToAgent.Ping m -> false;
      case ToAgent.AcknowledgeUpdate m -> false;
      case ToAgent.AcknowledgeOperation m -> false;
      case ToAgent.ReconcileOperations m -> true;
      case ToAgent.Shutdown m -> false;
    };
  }

  private void decide(Step step, ToAgent message) {
    switch (message) {
      case ToAgent.Registered m ->
          registration.registered(step, m.agent(), m.pingTimeout(), List.of());
      case ToAgent.Reregistered m ->
          registration.registered(step, m.agent(), m.pingTimeout(), m.completedFrameworks());
      case ToAgent.Ping m -> {
        if (!m.connected()) {
          forgetWaiting();
        }
        registration.ping(step, m);
      }
      case ToAgent.RunTask m -> launches.task(step, m);
      case ToAgent.RunTaskGroup m -> launches.group(step, m);
      case ToAgent.KillTask m ->
          kills.requested(step, new TaskKey(m.framework(), m.task()), m.policy());
      case ToAgent.Drain m -> draining.begin(step, m.config());
      case ToAgent.AcknowledgeUpdate m -> {
        TaskKey task = new TaskKey(m.framework(), m.task());
        updates.acknowledged(step, task, m.uuid());
        checks.catchUp(step, task);
      }
      case ToAgent.ApplyOperation m ->
          OperationResources.provider(m.operation())
              .ifPresentOrElse(id -> providers.apply(step, id, m), () -> operations.apply(step, m));
      case ToAgent.ReconcileOperations m -> providers.reconcile(step, m);
      case ToAgent.AcknowledgeOperation m -> {
        operationUpdates.acknowledged(step, m.operation(), m.status());
        providers.acknowledged(step, m);
      }
      case ToAgent.ShutdownExecutor m ->
          kills.executor(step, new ExecutorKey(m.framework(), m.executor()));
      case ToAgent.ExecutorMessage m -> {
        ExecutorKey executor = new ExecutorKey(m.framework(), m.executor());
        hosted.message(step, executor, m.data());
        files.message(step, executor, m.data());
      }
      case ToAgent.TeardownFramework m -> kills.framework(step, m.framework());
      case ToAgent.Shutdown m -> kills.shutdown(step, m.reason());
    }
  }
}
