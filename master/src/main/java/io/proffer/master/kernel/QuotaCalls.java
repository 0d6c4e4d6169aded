package io.proffer.master.kernel;

import io.proffer.core.model.Quantities;
import io.proffer.core.model.Resources;
import io.proffer.master.state.MasterEvent.QuotasUpdated;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaView;
import io.proffer.master.validation.QuotaRescinds;
import io.proffer.master.validation.QuotaRules;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.apache.mesos.v1.quota.Protos.QuotaRequest;

/** What operators want roles to be sure of, and to be kept within. */
final class QuotaCalls {
  private final Turn turn;
  private final MasterState state;
  private final Offers offers;

  QuotaCalls(Turn turn, Offers offers) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
  }

  /** Roles are to have these quotas in place of those they have. */
  void update(MasterInput.UpdateQuota input) {
    QuotaView view = QuotaView.of(state);
    Optional<String> problem =
        QuotaRules.problem(input.configs())
            .or(
                () ->
                    input.force() ? Optional.empty() : QuotaRules.conflict(input.configs(), view));
    if (problem.isPresent()) {
      turn.refuse(input.request(), 400, problem.get());
      return;
    }
    change(input.configs(), view);
    turn.answer(input.request(), new CallOutcome.Done());
  }

  /** A role that has no quota is to have one of the old kind: its limit is what it is sure of. */
  void set(MasterInput.SetQuota input) {
    QuotaRequest asked = input.quota();
    QuotaView view = QuotaView.of(state);
    Optional<String> problem = QuotaRules.problem(asked, view);
    if (problem.isPresent()) {
      turn.refuse(input.request(), 400, problem.get());
      return;
    }
    Quantities amounts = Quantities.of(Resources.of(asked.getGuaranteeList()), entry -> true);
    QuotaConfig config = new Quota(amounts, amounts).toConfig(asked.getRole());
    Optional<String> overcommit =
        asked.getForce() ? Optional.empty() : QuotaRules.overcommit(config, view);
    if (overcommit.isPresent()) {
      turn.refuse(input.request(), 409, overcommit.get());
      return;
    }
    change(List.of(config), view);
    turn.answer(input.request(), new CallOutcome.Done());
  }

  /** A role is to have no quota any more. */
  void remove(MasterInput.RemoveQuota input) {
    if (!state.roles().quotas().containsKey(input.role())) {
      turn.refuse(
          input.request(),
          400,
          "Failed to remove quota%s: Role '%s' has no quota set"
              .formatted(input.where(), input.role()));
      return;
    }
    change(List.of(Quota.NONE.toConfig(input.role())), QuotaView.of(state));
    turn.answer(input.request(), new CallOutcome.Done());
  }

  private void change(List<QuotaConfig> configs, QuotaView view) {
    List<QuotaConfig> changed =
        configs.stream().filter(c -> !view.quota(c.getRole()).equals(Quota.of(c))).toList();
    if (!changed.isEmpty()) {
      turn.happened(new QuotasUpdated(changed));
      for (Offer offer : QuotaRescinds.of(changed, view)) {
        offers.rescind(offer);
      }
    }
  }
}
