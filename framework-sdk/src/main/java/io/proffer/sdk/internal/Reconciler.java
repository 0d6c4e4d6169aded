package io.proffer.sdk.internal;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * Asks the master how tasks fare until it has said so for each: all at once after a subscription
 * and now and then, then one by one those without an answer, less and less often. Wishes to end a
 * task are repeated along with that.
 */
final class Reconciler {

  private final DriverSettings settings;
  private final Jitter jitter;
  private final Outbox out;
  private final Connection connection;
  private final TaskLedger ledger;
  private int rounds;
  private boolean retrying;

  Reconciler(
      DriverSettings settings,
      Jitter jitter,
      Outbox out,
      Connection connection,
      TaskLedger ledger) {
    this.settings = settings;
    this.jitter = jitter;
    this.out = out;
    this.connection = connection;
    this.ledger = ledger;
  }

  /** A new subscription: nothing is certain any more, and calls may have been lost. */
  void subscribed() {
    repeatKills();
    all();
  }

  /** Asks for everything, and again after the interval. */
  void all() {
    ledger.unconfirmAll();
    connection.send(Calls.reconcile(Map.of()));
    out.startTimer(new TimerKey.Reconcile(), jitter.around(settings.reconcileInterval()));
    rounds = 0;
    retryLater();
  }

  /** The scheduler asks for these. */
  void some(Map<TaskId, Optional<AgentId>> tasks) {
    Map<TaskId, Optional<AgentId>> open = new LinkedHashMap<>(tasks);
    open.entrySet().removeIf(asked -> !ledger.askedFor(asked.getKey(), asked.getValue()));
    ask(open);
    watch();
  }

  void kill(TaskId task, Optional<Duration> grace) {
    if (ledger.killWanted(task, grace)) {
      sendKill(task);
      watch();
    }
  }

  /** Something has been asked for that may have to be asked for again. */
  private void watch() {
    if (!retrying && connection.isUp()) {
      rounds = 0;
      retryLater();
    }
  }

  /** Asks again for what has no answer yet. */
  void retry() {
    retrying = false;
    Map<TaskId, Optional<AgentId>> open = new LinkedHashMap<>();
    boolean kills = repeatKills();
    ledger
        .tracked()
        .forEach(
            (task, known) -> {
              if (!known.confirmed()) {
                open.put(task, known.agent());
              }
            });
    ask(open);
    if (kills || !open.isEmpty()) {
      rounds++;
      retryLater();
    }
  }

  void disconnected() {
    retrying = false;
    out.cancelTimer(new TimerKey.Reconcile());
    out.cancelTimer(new TimerKey.ReconcileRetry());
  }

  private void retryLater() {
    retrying = true;
    Duration wait =
        Jitter.doubled(settings.reconcileRetryMin(), rounds, settings.reconcileRetryMax());
    out.startTimer(new TimerKey.ReconcileRetry(), jitter.around(wait));
  }

  private void ask(Map<TaskId, Optional<AgentId>> tasks) {
    Map<TaskId, Optional<AgentId>> batch = new LinkedHashMap<>();
    tasks.forEach(
        (task, agent) -> {
          batch.put(task, agent);
          if (batch.size() == settings.reconcileBatch()) {
            connection.send(Calls.reconcile(batch));
            batch.clear();
          }
        });
    if (!batch.isEmpty()) {
      connection.send(Calls.reconcile(batch));
    }
  }

  private boolean repeatKills() {
    boolean any = false;
    for (Map.Entry<TaskId, TaskLedger.Tracked> task : ledger.tracked().entrySet()) {
      if (task.getValue().kill().isPresent()) {
        any = true;
        if (!task.getValue().state().equals(Optional.of(TaskState.TASK_KILLING))) {
          sendKill(task.getKey());
        }
      }
    }
    return any;
  }

  private void sendKill(TaskId task) {
    TaskLedger.Tracked known = ledger.tracked().get(task);
    if (known != null) {
      Optional<Duration> grace = known.kill().flatMap(TaskLedger.KillWish::grace);
      connection.send(Calls.kill(task, known.agent(), grace));
    }
  }
}
