package io.proffer.sdk.internal;

import io.proffer.core.model.FrameworkId;
import io.proffer.sdk.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The driver of one scheduler: everything that can happen goes in, what to do about it comes out.
 * Deterministic: the same inputs at the same times give the same effects.
 *
 * <p>The first input is {@link DriverInput.Started}. After {@link DriverEffect.Finish} every input
 * is ignored. Not thread-safe.
 */
public final class DriverKernel {

  private enum Phase {
    RUNNING,
    STOPPING,
    TEARING_DOWN,
    ENDED
  }

  private FrameworkInfo framework;
  private final DriverSettings settings;
  private final Outbox out = new Outbox();
  private final Connection connection;
  private final DriverParts parts;
  private final ActionTaker actions;
  private final EventReader events;

  private Optional<FrameworkId> id;
  private Phase phase = Phase.RUNNING;
  private OptionalLong teardownCall = OptionalLong.empty();
  private long teardownAttempt;
  private Outcome tornDown = new Outcome.TornDown();
  private boolean wantsOffers = true;
  private boolean suppressedBySubscribe;
  private List<String> subscribedRoles = List.of();

  /**
   * @param framework what SUBSCRIBE says, without an id
   * @param stored the id the state store holds
   */
  public DriverKernel(
      FrameworkInfo framework, Optional<FrameworkId> stored, DriverSettings settings) {
    this.framework = framework;
    this.id = stored;
    this.settings = settings;
    Jitter jitter = new Jitter(settings.seed());
    connection = new Connection(settings, jitter, out, this::subscribeCall);
    TaskLedger ledger = new TaskLedger(settings);
    OfferBook offers = new OfferBook(settings, jitter);
    Reconciler reconciler = new Reconciler(settings, jitter, out, connection, ledger);
    Deliveries deliveries = new Deliveries(offers, out);
    parts = new DriverParts(settings, out, connection, ledger, offers, reconciler, deliveries);
    actions = new ActionTaker(parts);
    events = new EventReader(parts);
  }

  /** Decides about one input. */
  public DriverDecision handle(Instant now, DriverInput input) {
    if (phase != Phase.ENDED) {
      decide(now, input);
      settle();
    }
    return out.drain();
  }

  /** Whether an end was asked for, or has come: what breaks from now on is no trouble. */
  public boolean isEnding() {
    return phase != Phase.RUNNING;
  }

  private void decide(Instant now, DriverInput input) {
    switch (input) {
      case DriverInput.Started started -> wantsOffers = started.wantsOffers();
      case DriverInput.LeaderChanged changed -> {
        if (connection.leaderChanged(changed.leader())) {
          parts.disconnected();
        }
      }
      case DriverInput.OfAttempt news -> {
        if (connection.isCurrent(news.attempt())) {
          progress(now, news);
        }
      }
      case DriverInput.CallAnswered answer -> answered(now, answer);
      case DriverInput.CallFailed failed -> {
        if (connection.answered(failed.call()).isPresent()) {
          reconnect();
        }
      }
      case DriverInput.TimerFired fired -> timerFired(now, fired.key());
      case DriverInput.Handled handled -> handled(now, handled);
      case DriverInput.Crashed crashed -> finish(new Outcome.Crashed(crashed.cause()));
      case DriverInput.Acted acted -> take(now, acted.actions());
    }
  }

  private void progress(Instant now, DriverInput.OfAttempt news) {
    switch (news) {
      case DriverInput.StreamOpened opened -> connection.opened(opened.streamId());
      case DriverInput.StreamRefused refused -> subscribeRefused(refused);
      case DriverInput.EventReceived received -> received(now, received.event());
      case DriverInput.StreamLost lost -> reconnect();
    }
  }

  private void received(Instant now, Event event) {
    connection.heard(now);
    if (event.getType() == Event.Type.ERROR) {
      masterEnds(event.getError().getMessage());
    } else if (event.getType() == Event.Type.SUBSCRIBED && !connection.isUp()) {
      connection.subscribed(now, event.getSubscribed());
      subscribed(event.getSubscribed());
    } else if (connection.isUp() && phase == Phase.RUNNING) {
      events.read(event);
    }
  }

  private void subscribed(Event.Subscribed event) {
    FrameworkId given = FrameworkId.of(event.getFrameworkId());
    boolean again = id.equals(Optional.of(given));
    if (!again) {
      id = Optional.of(given);
      out.add(new DriverEffect.SaveFrameworkId(given));
    }
    if (phase != Phase.RUNNING) {
      return;
    }
    parts.deliveries().add(new Delivery.Subscribed(given, event.getMasterInfo(), again));
    if (!subscribedRoles.equals(framework.getRolesList())) {
      updateRoles();
    } else if (suppressedBySubscribe == wantsOffers) {
      connection.send(Calls.of(wantsOffers ? Call.Type.REVIVE : Call.Type.SUPPRESS));
    }
    parts.reconciler().subscribed();
  }

  private Call subscribeCall() {
    suppressedBySubscribe = !wantsOffers;
    subscribedRoles = framework.getRolesList();
    return Calls.subscribe(framework, id, suppressedBySubscribe);
  }

  private void subscribeRefused(DriverInput.StreamRefused refused) {
    int status = refused.status();
    boolean mayPass = status < 400 || status >= 500 || status == 408 || status == 429;
    if (refused.redirect().isPresent()) {
      connection.redirected(refused.redirect().get());
    } else if (mayPass) {
      connection.retryLater();
    } else {
      finish(new Outcome.Refused(Refusals.ofSubscribe(status, refused.message())));
    }
  }

  /** The master says with an ERROR event that this subscription is not to be, or not any more. */
  private void masterEnds(String message) {
    Outcome outcome = Refusals.ofError(message);
    if (outcome instanceof Outcome.Removed) {
      out.add(new DriverEffect.ForgetFrameworkId());
      outcome = phase == Phase.TEARING_DOWN ? tornDown : outcome;
    }
    finish(outcome);
  }

  /** The stream or a call is lost, or the master is not, or no more, the one to talk to. */
  private void reconnect() {
    boolean wasUp = connection.isUp();
    connection.giveUp();
    if (wasUp) {
      parts.disconnected();
    }
  }

  private void answered(Instant now, DriverInput.CallAnswered answer) {
    if (teardownCall.equals(OptionalLong.of(answer.call()))) {
      teardownAnswered(answer);
      return;
    }
    Optional<Call> call = connection.answered(answer.call());
    if (call.isEmpty() || answer.status() / 100 == 2) {
      return;
    }
    if (Refusals.isLostSubscription(answer.status())) {
      reconnect();
    } else {
      callRefused(now, call.get(), answer);
    }
  }

  private void callRefused(Instant now, Call call, DriverInput.CallAnswered answer) {
    String type = call.getType().name();
    parts.deliveries().add(new Delivery.CallRefused(type, answer.status(), answer.message()));
    String why = "The master refused the " + type + " call: " + answer.message();
    for (TaskInfo task : OfferBook.launchedBy(call.getAccept().getOperationsList())) {
      parts.drop(now, task, TaskStatus.Reason.REASON_INVALID_OFFERS, why);
    }
  }

  private void teardownAnswered(DriverInput.CallAnswered answer) {
    if (answer.status() / 100 == 2) {
      out.add(new DriverEffect.ForgetFrameworkId());
      finish(tornDown);
    } else if (Refusals.isLostSubscription(answer.status())) {
      reconnect();
    } else {
      finish(new Outcome.Refused(Refusals.ofTeardown(answer.status(), answer.message())));
    }
  }

  private void timerFired(Instant now, TimerKey key) {
    switch (key) {
      case TimerKey.Reconnect reconnect -> connection.retry();
      case TimerKey.SubscribeTimeout timeout -> reconnect();
      case TimerKey.Silence silence -> {
        if (connection.isSilent(now)) {
          reconnect();
        }
      }
      case TimerKey.ReconcileRetry retry -> parts.reconciler().retry();
      case TimerKey.Reconcile reconcile -> parts.reconciler().all();
      case TimerKey.EndTimeout timeout -> finish(lateEnd());
      case TimerKey.Run run -> parts.deliveries().add(new Delivery.Run(run.number()));
    }
  }

  private void handled(Instant now, DriverInput.Handled handled) {
    boolean wanted = wantsOffers;
    wantsOffers = handled.wantsOffers();
    take(now, handled.actions());
    if (handled.delivery() instanceof Delivery.Offered offered) {
      actions.declineUnused(offered.offers(), handled.actions(), wantsOffers);
    }
    if (handled.delivery() instanceof Delivery.Updated updated) {
      actions.acknowledgeUnlessHeld(updated.status(), handled.actions());
    }
    if (handled.delivery() instanceof Delivery.OperationUpdated updated
        && updated.status().hasUuid()) {
      connection.send(Calls.acknowledge(updated.status()));
    }
    if (wantsOffers && !wanted) {
      actions.revive();
    } else if (wanted && !wantsOffers) {
      connection.send(Calls.of(Call.Type.SUPPRESS));
    }
    if (phase == Phase.RUNNING) {
      parts.deliveries().returned();
    }
  }

  private void take(Instant now, List<Action> asked) {
    for (Action action : asked) {
      if (phase != Phase.RUNNING) {
        return;
      }
      switch (action) {
        case Action.Stop stop -> end(Phase.STOPPING);
        case Action.Teardown teardown -> {
          tornDown = teardown.failure().<Outcome>map(Outcome.Failed::new).orElse(tornDown);
          end(Phase.TEARING_DOWN);
        }
        case Action.Roles roles -> become(roles.roles());
        case Action.Ask ask -> actions.take(now, ask, wantsOffers);
      }
    }
  }

  private void become(List<String> roles) {
    framework = framework.toBuilder().clearRoles().addAllRoles(roles).build();
    updateRoles();
  }

  /** Dropped while there is no subscription, which says them itself. */
  private void updateRoles() {
    connection.send(Calls.update(framework, id, !wantsOffers));
  }

  private void end(Phase how) {
    phase = how;
    parts.deliveries().close();
    out.startTimer(
        new TimerKey.EndTimeout(),
        how == Phase.STOPPING ? settings.stopTimeout() : settings.teardownTimeout());
  }

  /** Goes on with an end that has been asked for, once everything else of the input is decided. */
  private void settle() {
    if (phase == Phase.STOPPING && !(connection.isUp() && connection.hasCallsUnderWay())) {
      finish(new Outcome.Stopped());
    }
    if (phase == Phase.TEARING_DOWN && connection.attempt() != teardownAttempt) {
      teardownCall = connection.send(Calls.of(Call.Type.TEARDOWN));
      teardownAttempt = teardownCall.isPresent() ? connection.attempt() : teardownAttempt;
    }
  }

  private Outcome lateEnd() {
    return phase == Phase.STOPPING
        ? new Outcome.Stopped()
        : new Outcome.Refused(Refusals.ofLateTeardown(settings.teardownTimeout()));
  }

  private void finish(Outcome outcome) {
    phase = Phase.ENDED;
    connection.end();
    parts.deliveries().close();
    out.add(new DriverEffect.Finish(outcome));
  }
}
