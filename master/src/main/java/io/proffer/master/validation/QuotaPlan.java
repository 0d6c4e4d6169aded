package io.proffer.master.validation;

import io.proffer.core.model.Quantities;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaUse;
import io.proffer.master.state.QuotaView;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/**
 * What would follow if roles had other quotas; nothing is changed.
 *
 * @param refused why it would be refused whatever is done; empty if it would not
 * @param conflict why it has to be forced; empty if it has not
 * @param guaranteed what all roles would be guaranteed together
 * @param capacity what there is
 * @param roles those that would have another quota
 * @param rescinded the offers that would be taken back
 */
public record QuotaPlan(
    Optional<String> refused,
    Optional<String> conflict,
    Quantities guaranteed,
    Quantities capacity,
    List<OfRole> roles,
    List<Offer> rescinded) {

  public QuotaPlan {
    roles = List.copyOf(roles);
    rescinded = List.copyOf(rescinded);
  }

  /**
   * What would follow for one role.
   *
   * @param excess by how much it takes more than it would be allowed; it is offered no more of that
   *     until it takes less, and nothing is killed
   * @param unmet what it would still have to get to have what it is guaranteed: is kept for it
   */
  public record OfRole(
      String role, Quota before, Quota after, QuotaUse use, Quantities excess, Quantities unmet) {}

  public static QuotaPlan of(List<QuotaConfig> configs, QuotaView view) {
    Optional<String> refused = QuotaRules.problem(configs);
    if (refused.isPresent()) {
      return new QuotaPlan(
          refused,
          Optional.empty(),
          QuotaRules.totalGuarantees(List.of(), view),
          view.capacity(),
          List.of(),
          List.of());
    }
    return new QuotaPlan(
        Optional.empty(),
        QuotaRules.conflict(configs, view),
        QuotaRules.totalGuarantees(configs, view),
        view.capacity(),
        configs.stream().map(config -> of(config, view)).toList(),
        QuotaRescinds.of(
            configs.stream().filter(c -> !view.quota(c.getRole()).equals(Quota.of(c))).toList(),
            view));
  }

  private static OfRole of(QuotaConfig config, QuotaView view) {
    Quota after = Quota.of(config);
    QuotaUse use = view.use(config.getRole());
    return new OfRole(
        config.getRole(),
        view.quota(config.getRole()),
        after,
        use,
        use.consumed().beyond(after.limits()),
        after.guarantees().minus(use.consumed()));
  }

  /** What is guaranteed to all together that there is not. */
  public Quantities overcommitted() {
    return guaranteed.minus(capacity);
  }
}
