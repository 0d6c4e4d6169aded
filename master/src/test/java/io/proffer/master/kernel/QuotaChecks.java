package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Quantities;
import io.proffer.core.model.Roles;
import io.proffer.master.state.Agent;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaUse;
import io.proffer.master.state.QuotaView;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What quotas promise, reckoned from the state alone: no offer takes a role beyond a limit, and
 * none takes from others what they lack of their guarantees.
 */
final class QuotaChecks {
  private QuotaChecks() {}

  /** How much is missing, of each scalar, to give all roles what they are guaranteed. */
  static Map<String, Long> deficit(MasterState state) {
    QuotaView view = QuotaView.of(state);
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
      required =
          required.plus(
              quota.getValue().guarantees().minus(view.use(quota.getKey()).consumedAndOffered()));
    }
    return new TreeMap<>(required.minus(available).millis());
  }

  static void check(Decision decision, Map<String, Long> deficitBefore, MasterState state) {
    Set<Offer> made =
        decision.events().stream()
            .filter(MasterEvent.OfferMade.class::isInstance)
            .map(event -> ((MasterEvent.OfferMade) event).offer())
            .collect(Collectors.toSet());
    if (made.isEmpty() || state.roles().quotas().isEmpty()) {
      return;
    }
    QuotaView view = QuotaView.of(state);
    for (Offer offer : made) {
      String role = Roles.topLevel(offer.role());
      Quantities taken = view.use(role).consumedAndOffered();
      Quantities limits = view.quota(role).limits();
      for (String name : QuotaUse.countedIn(offer.resources()).millis().keySet()) {
        assertThat(taken.millis(name))
            .as("%s of %s, with %s just offered", name, role, offer.resources())
            .isLessThanOrEqualTo(limits.millis().getOrDefault(name, Long.MAX_VALUE));
      }
    }
    deficit(state)
        .forEach(
            (name, missing) ->
                assertThat(missing)
                    .as("%s that is missing for guarantees, after offers were made", name)
                    .isLessThanOrEqualTo(deficitBefore.getOrDefault(name, 0L)));
  }
}
