package io.proffer.master.kernel;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.FrameworkResubscribed;
import io.proffer.master.state.MasterEvent.FrameworkSubscribed;
import io.proffer.master.state.MasterEvent.FrameworkUpdated;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.StreamId;
import io.proffer.master.validation.CallValidation;
import io.proffer.master.validation.FrameworkValidation;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** SUBSCRIBE and UPDATE_FRAMEWORK: who frameworks are, and where their events go. */
final class Subscriptions {
  private final Turn turn;
  private final MasterState state;
  private final MasterInfo self;
  private final MasterSettings settings;
  private final Ids ids;
  private final Offers offers;

  Subscriptions(Turn turn, MasterInfo self, MasterSettings settings, Ids ids, Offers offers) {
    this.turn = turn;
    this.state = turn.state();
    this.self = self;
    this.settings = settings;
    this.ids = ids;
    this.offers = offers;
  }

  void subscribe(MasterInput.Subscribe input) {
    Optional<String> malformed = CallValidation.problem(input.call(), input.principal());
    if (malformed.isPresent()) {
      turn.refuse(input.request(), 400, SchedulerCalls.INVALID_CALL + malformed.get());
      return;
    }
    Call.Subscribe call = input.call().getSubscribe();
    FrameworkInfo info = identified(call.getFrameworkInfo(), input.principal());
    turn.answer(input.request(), new CallOutcome.Subscribed(input.stream()));
    // What is wrong from here on is said on the stream, which ends with it.
    Optional<String> problem = problem(info, call);
    if (problem.isPresent()) {
      fail(input.stream(), problem.get());
      return;
    }
    SortedSet<String> suppressed = new TreeSet<>(call.getSuppressedRolesList());
    state
        .framework(FrameworkId.of(info.getId()))
        .ifPresentOrElse(
            known -> resubscribe(known, info, suppressed, input.stream()),
            () -> begin(info, suppressed, input.stream()));
  }

  void update(RequestId request, Framework framework, Call.UpdateFramework call) {
    FrameworkInfo info = call.getFrameworkInfo();
    Optional<String> problem =
        FrameworkValidation.problem(info)
            .map(why -> "Supplied FrameworkInfo is not valid: " + why)
            .or(
                () ->
                    FrameworkValidation.problemOfUpdate(framework.info(), info)
                        .map(why -> "FrameworkInfo update is not valid: " + why))
            .or(
                () ->
                    FrameworkValidation.problemOfOptions(
                            info,
                            call.getSuppressedRolesList(),
                            call.getOfferConstraints().getRoleConstraintsMap().keySet())
                        .map(why -> "'UpdateFramework' call is not valid: " + why));
    if (problem.isPresent()) {
      turn.refuse(request, 400, problem.get());
      return;
    }
    change(framework, info, new TreeSet<>(call.getSuppressedRolesList()));
    turn.answer(request, new CallOutcome.Done());
  }

  private Optional<String> problem(FrameworkInfo info, Call.Subscribe call) {
    return FrameworkValidation.problem(info)
        .or(
            () ->
                state.isCompleted(FrameworkId.of(info.getId()))
                    ? Optional.of("Framework has been removed")
                    : Optional.empty())
        .or(
            () ->
                FrameworkValidation.problemOfOptions(
                    info,
                    call.getSuppressedRolesList(),
                    call.getOfferConstraints().getRoleConstraintsMap().keySet()));
  }

  /** A framework that is not known: new, or known to a master that led before. */
  private void begin(FrameworkInfo info, SortedSet<String> suppressed, StreamId stream) {
    FrameworkId id =
        info.getId().getValue().isEmpty() ? ids.nextFramework() : FrameworkId.of(info.getId());
    FrameworkInfo named = info.toBuilder().setId(id.toProto()).build();
    turn.happened(new FrameworkSubscribed(fresh(id, named, suppressed, stream)));
    welcome(id, stream);
    offers.newcomer();
  }

  private void resubscribe(
      Framework known, FrameworkInfo asked, SortedSet<String> suppressed, StreamId stream) {
    // Mesos never lets these change, and does not hold it against a framework that tries.
    FrameworkInfo info =
        asked.toBuilder()
            .setUser(known.info().getUser())
            .setCheckpoint(known.info().getCheckpoint())
            .build();
    Optional<String> problem = FrameworkValidation.problemOfUpdate(known.info(), info);
    if (problem.isPresent()) {
      fail(stream, problem.get());
      return;
    }
    turn.cancelTimer(new TimerKey.FrameworkFailover(known.id()));
    if (known.recovered()) {
      turn.happened(new FrameworkSubscribed(fresh(known.id(), info, suppressed, stream)));
      welcome(known.id(), stream);
      return;
    }
    SortedSet<String> roles = FrameworkValidation.roles(info);
    rescindOffersOutside(roles, known);
    known.stream().ifPresent(this::endFailedOver);
    offers.discardAllTo(known.id());
    turn.happened(
        new FrameworkResubscribed(known.id(), info, roles, suppressed, stream, turn.now()));
    welcome(known.id(), stream);
  }

  private void endFailedOver(StreamId stream) {
    turn.cancelTimer(new TimerKey.Heartbeat(stream));
    fail(stream, "Framework failed over");
  }

  private void change(Framework framework, FrameworkInfo info, SortedSet<String> suppressed) {
    SortedSet<String> roles = FrameworkValidation.roles(info);
    if (framework.info().equals(info) && framework.suppressedRoles().equals(suppressed)) {
      return;
    }
    turn.happened(new FrameworkUpdated(framework.id(), info, roles, suppressed));
    rescindOffersOutside(roles, framework);
  }

  private void rescindOffersOutside(SortedSet<String> roles, Framework framework) {
    for (Offer offer : List.copyOf(state.offersTo(framework.id()))) {
      if (!roles.contains(offer.role())) {
        offers.rescind(offer);
      }
    }
  }

  private Framework fresh(
      FrameworkId id, FrameworkInfo info, SortedSet<String> suppressed, StreamId stream) {
    return new Framework(
        id,
        info,
        FrameworkValidation.roles(info),
        suppressed,
        Optional.of(stream),
        false,
        turn.now(),
        turn.now(),
        Optional.empty(),
        Optional.empty());
  }

  private void welcome(FrameworkId id, StreamId stream) {
    turn.effect(
        new MasterEffect.SendEvent(
            stream, SchedulerEvents.subscribed(id, settings.heartbeatInterval(), self)));
    turn.effect(new MasterEffect.SendEvent(stream, SchedulerEvents.HEARTBEAT));
    turn.startTimer(new TimerKey.Heartbeat(stream), settings.heartbeatInterval());
  }

  private void fail(StreamId stream, String message) {
    turn.effect(new MasterEffect.SendEvent(stream, SchedulerEvents.error(message)));
    turn.effect(new MasterEffect.CloseStream(stream));
  }

  /** A framework that names no principal is who its client proved to be. */
  private static FrameworkInfo identified(FrameworkInfo info, Optional<String> principal) {
    return principal
        .filter(name -> !info.hasPrincipal())
        .map(name -> info.toBuilder().setPrincipal(name).build())
        .orElse(info);
  }
}
