package io.proffer.master.kernel;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Roles;
import io.proffer.master.state.Framework;
import io.proffer.master.state.InverseOfferEnd;
import io.proffer.master.state.MasterEvent.RolesSuppressed;
import io.proffer.master.state.MasterState;
import io.proffer.master.validation.CallValidation;
import io.proffer.master.validation.PrincipalRule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Admits calls, in Mesos' order of checks, and hands them to who decides about them. */
final class SchedulerCalls {
  static final String INVALID_CALL = "Failed to validate scheduler::Call: ";

  private final Turn turn;
  private final MasterState state;
  private final Subscriptions subscriptions;
  private final Frameworks frameworks;
  private final Offers offers;
  private final InverseOffers inverseOffers;
  private final Accept accept;
  private final TaskCalls tasks;
  private final Reconciliation reconciliation;
  private final Operations operations;

  SchedulerCalls(
      Turn turn,
      Subscriptions subscriptions,
      Frameworks frameworks,
      Offers offers,
      InverseOffers inverseOffers,
      Accept accept,
      TaskCalls tasks,
      Reconciliation reconciliation,
      Operations operations) {
    this.turn = turn;
    this.state = turn.state();
    this.subscriptions = subscriptions;
    this.frameworks = frameworks;
    this.offers = offers;
    this.inverseOffers = inverseOffers;
    this.accept = accept;
    this.tasks = tasks;
    this.reconciliation = reconciliation;
    this.operations = operations;
  }

  void handle(MasterInput.SchedulerCall input) {
    Optional<String> malformed = CallValidation.problem(input.call(), input.principal());
    if (malformed.isPresent()) {
      turn.refuse(input.request(), 400, INVALID_CALL + malformed.get());
      return;
    }
    Optional<Framework> framework = state.framework(FrameworkId.of(input.call().getFrameworkId()));
    if (framework.isEmpty()) {
      turn.refuse(input.request(), 400, "Framework cannot be found");
      return;
    }
    Optional<CallOutcome.Refused> refusal = refusal(framework.get(), input);
    if (refusal.isPresent()) {
      turn.answer(input.request(), refusal.get());
      return;
    }
    handle(input.request(), framework.get(), input.call());
  }

  private static Optional<CallOutcome.Refused> refusal(
      Framework framework, MasterInput.SchedulerCall input) {
    Optional<String> stranger =
        PrincipalRule.problem(input.principal(), true, framework.info().getPrincipal());
    if (stranger.isPresent()) {
      return refused(400, stranger.get());
    }
    if (framework.stream().isEmpty()) {
      return refused(403, "Framework is not subscribed");
    }
    if (input.stream().isEmpty()) {
      return refused(400, "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    if (!input.stream().equals(framework.stream())) {
      return refused(
          400,
          "The stream ID '"
              + input.stream().get()
              + "' included in this request didn't match the stream ID currently associated with"
              + " framework ID "
              + framework.id());
    }
    return Optional.empty();
  }

  private static Optional<CallOutcome.Refused> refused(int status, String message) {
    return Optional.of(new CallOutcome.Refused(status, message));
  }

  private void handle(RequestId request, Framework framework, Call call) {
    switch (call.getType()) {
      case UPDATE_FRAMEWORK -> {
        subscriptions.update(request, framework, call.getUpdateFramework());
        return;
      }
      case UNKNOWN -> {
        turn.refuse(request, 501, "Calls of this type are not known here");
        return;
      }
      case SUBSCRIBE -> {
        turn.refuse(request, 400, INVALID_CALL + "a SUBSCRIBE call opens a stream of its own");
        return;
      }
      case TEARDOWN -> frameworks.tearDown(framework);
      case ACCEPT -> accept.handle(framework, call.getAccept());
      case DECLINE ->
          offers.decline(
              framework,
              offerIds(call.getDecline().getOfferIdsList()),
              call.getDecline().getFilters());
      case REVIVE -> revive(framework, call.getRevive().getRolesList());
      case SUPPRESS -> suppress(framework, call.getSuppress().getRolesList());
      case KILL -> tasks.kill(framework, call.getKill());
      case ACKNOWLEDGE -> tasks.acknowledge(framework, call.getAcknowledge());
      case SHUTDOWN -> tasks.shutDown(framework, call.getShutdown());
      case MESSAGE -> tasks.message(framework, call.getMessage());
      case RECONCILE -> reconciliation.tasks(framework, call.getReconcile());
      case RECONCILE_OPERATIONS ->
          reconciliation.operations(framework, call.getReconcileOperations());
      case ACKNOWLEDGE_OPERATION_STATUS ->
          operations.acknowledged(framework, call.getAcknowledgeOperationStatus());
      case ACCEPT_INVERSE_OFFERS ->
          inverseOffers.answer(
              framework,
              offerIds(call.getAcceptInverseOffers().getInverseOfferIdsList()),
              call.getAcceptInverseOffers().getFilters(),
              InverseOfferEnd.ACCEPTED);
      case DECLINE_INVERSE_OFFERS ->
          inverseOffers.answer(
              framework,
              offerIds(call.getDeclineInverseOffers().getInverseOfferIdsList()),
              call.getDeclineInverseOffers().getFilters(),
              InverseOfferEnd.DECLINED);
      // Mesos' allocator ignores requests too.
      case REQUEST -> {}
    }
    turn.answer(request, new CallOutcome.Accepted());
  }

  private void suppress(Framework framework, List<String> asked) {
    if (areRolesOf(framework, asked)) {
      SortedSet<String> suppressed = new TreeSet<>(framework.suppressedRoles());
      suppressed.addAll(asked.isEmpty() ? framework.roles() : asked);
      changeSuppressed(framework, suppressed);
    }
  }

  private void revive(Framework framework, List<String> asked) {
    if (areRolesOf(framework, asked)) {
      Collection<String> roles = asked.isEmpty() ? framework.roles() : asked;
      SortedSet<String> suppressed = new TreeSet<>(framework.suppressedRoles());
      suppressed.removeAll(roles);
      changeSuppressed(framework, suppressed);
      offers.revive(framework, roles);
      inverseOffers.revive(framework.id());
    }
  }

  private void changeSuppressed(Framework framework, SortedSet<String> suppressed) {
    if (!suppressed.equals(framework.suppressedRoles())) {
      turn.happened(new RolesSuppressed(framework.id(), suppressed));
    }
  }

  /** One role that is wrong makes the whole call void. */
  private static boolean areRolesOf(Framework framework, List<String> roles) {
    return roles.stream()
        .allMatch(role -> Roles.problem(role).isEmpty() && framework.roles().contains(role));
  }

  static List<OfferId> offerIds(List<OfferID> protos) {
    return protos.stream().map(OfferId::of).toList();
  }
}
