package io.proffer.sdk.internal;

import io.proffer.core.model.OfferId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Does what the scheduler asks for, except ending the driver. */
final class ActionTaker {

  private final DriverParts parts;

  ActionTaker(DriverParts parts) {
    this.parts = parts;
  }

  void take(Instant now, Action.Ask ask, boolean wantsOffers) {
    switch (ask) {
      case Action.Accept accept -> accept(now, accept, wantsOffers);
      case Action.Hold hold -> {} // What is not refused stays in the book.
      case Action.HoldUpdate hold -> {} // See acknowledgeUnlessHeld.
      case Action.Acknowledge acknowledge -> acknowledge(acknowledge.status());
      case Action.Decline decline ->
          sendDecline(parts.offers().released(decline.offers()), decline.refusal());
      case Action.Revive revive -> revive();
      case Action.Kill kill -> parts.reconciler().kill(kill.task(), kill.grace());
      case Action.Reconcile reconcile -> parts.reconciler().some(reconcile.tasks());
      case Action.ReconcileAll all -> reconcileAll();
      case Action.ReconcileOperations some ->
          parts.connection().send(Calls.reconcileOperations(some.operations()));
      case Action.AnswerInverse answer -> parts.connection().send(Calls.inverse(answer));
      case Action.Message message -> parts.connection().send(Calls.message(message));
      case Action.ShutdownExecutor shutdown -> parts.connection().send(Calls.shutdown(shutdown));
      case Action.RunAfter run ->
          parts.out().startTimer(new TimerKey.Run(run.number()), run.delay());
      case Action.CancelRun cancel -> parts.out().cancelTimer(new TimerKey.Run(cancel.number()));
    }
  }

  /** Acknowledges the update that a callback has handled, if it did not say to wait. */
  void acknowledgeUnlessHeld(TaskStatus handled, List<Action> asked) {
    boolean held =
        asked.stream()
            .anyMatch(a -> a instanceof Action.HoldUpdate hold && hold.status().equals(handled));
    if (!held) {
      acknowledge(handled);
    }
  }

  private void acknowledge(TaskStatus status) {
    parts.ledger().handled(status);
    if (!status.getUuid().isEmpty()) {
      parts.connection().send(Calls.acknowledge(status));
    }
  }

  void revive() {
    parts.offers().forgetRefusals();
    parts.connection().send(Calls.of(Call.Type.REVIVE));
  }

  /** Declines what a callback was offered and neither used, nor declined, nor held. */
  void declineUnused(List<Offer> offered, List<Action> asked, boolean wantsOffers) {
    Set<OfferId> held = new LinkedHashSet<>();
    for (Action action : asked) {
      if (action instanceof Action.Hold hold) {
        held.add(hold.offer());
      }
    }
    List<OfferId> ids =
        offered.stream()
            .map(offer -> OfferId.of(offer.getId()))
            .filter(id -> !held.contains(id))
            .toList();
    for (OfferBook.Refusal refusal : parts.offers().unused(ids, wantsOffers)) {
      sendDecline(refusal.offers(), refusal.span());
    }
  }

  private void accept(Instant now, Action.Accept accept, boolean wantsOffers) {
    List<TaskInfo> tasks = OfferBook.launchedBy(accept.operations());
    tasks.forEach(parts.ledger()::launched);
    if (parts.offers().use(accept.offers())) {
      DriverSettings settings = parts.settings();
      Duration refusal = wantsOffers ? settings.refusalMin() : settings.idleRefusal();
      parts.connection().send(Calls.accept(accept.offers(), accept.operations(), refusal));
      return;
    }
    String message = "The offer was no longer valid when the task was to be launched on it";
    tasks.forEach(task -> parts.drop(now, task, TaskStatus.Reason.REASON_INVALID_OFFERS, message));
  }

  private void reconcileAll() {
    if (parts.connection().isUp()) {
      parts.reconciler().all();
    }
  }

  private void sendDecline(List<OfferId> offers, Duration refusal) {
    if (!offers.isEmpty()) {
      parts.connection().send(Calls.decline(offers, refusal));
    }
  }
}
