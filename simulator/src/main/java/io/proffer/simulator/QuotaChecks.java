package io.proffer.simulator;

import io.proffer.core.model.Quantities;
import io.proffer.core.model.Roles;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.Agent;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaUse;
import io.proffer.master.state.QuotaView;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * No offer takes a role beyond a limit of its quota, and none takes what is missing for others to
 * get what they are guaranteed. Reckoned from the tasks and offers in the state, not from the
 * allocator's books.
 *
 * <p>A role may be beyond its limit all the same: when the limit is forced on it, when an agent
 * comes back with what was believed lost, when something is reserved to it. Then it is offered
 * nothing more.
 */
final class QuotaChecks implements Witness {
  private Optional<MasterState> followed = Optional.empty();

  /** What was missing for guarantees when the last decision had been made. */
  private Quantities missing = Quantities.NONE;

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    MasterState state = master.state().orElseThrow();
    if (followed.filter(f -> f == state).isEmpty()) {
      followed = Optional.of(state);
      missing = Quantities.NONE;
    }
    if (state.roles().quotas().isEmpty() || decision.events().isEmpty()) {
      return;
    }
    QuotaView view = QuotaView.of(state);
    Quantities now = missing(view, state);
    List<Offer> made =
        decision.events().stream()
            .filter(MasterEvent.OfferMade.class::isInstance)
            .map(event -> ((MasterEvent.OfferMade) event).offer())
            .toList();
    made.forEach(offer -> checkLimit(offer, view));
    if (!made.isEmpty()) {
      Quantities before = missing;
      Checks.require(
          Invariant.QUOTAS_ARE_KEPT,
          before.contains(now),
          () -> "%s is missing for guarantees, %s before %s".formatted(now, before, made));
    }
    missing = now;
  }

  private static void checkLimit(Offer offer, QuotaView view) {
    String role = Roles.topLevel(offer.role());
    Quantities taken = view.use(role).consumedAndOffered();
    Quantities limits = view.quota(role).limits();
    for (String name : QuotaUse.countedIn(offer.resources()).millis().keySet()) {
      Checks.require(
          Invariant.QUOTAS_ARE_KEPT,
          taken.millis(name) <= limits.millis().getOrDefault(name, Long.MAX_VALUE),
          () -> "%s takes %s of %s with %s".formatted(role, taken, limits, offer));
    }
  }

  private static Quantities missing(QuotaView view, MasterState state) {
    Quantities available = Quantities.NONE;
    for (Agent agent : state.agents()) {
      if (agent.connected() && state.deactivation(agent.id()).isEmpty()) {
        Quantities taken =
            QuotaUse.countedIn(state.usedOn(agent.id()))
                .plus(QuotaUse.countedIn(state.offeredOn(agent.id())));
        available = available.plus(QuotaUse.countedIn(agent.total()).minus(taken));
      }
    }
    Quantities required = Quantities.NONE;
    for (Map.Entry<String, Quota> quota : view.quotas().entrySet()) {
      Quantities consumed = view.use(quota.getKey()).consumedAndOffered();
      required = required.plus(quota.getValue().guarantees().minus(consumed));
    }
    return required.minus(available);
  }
}
