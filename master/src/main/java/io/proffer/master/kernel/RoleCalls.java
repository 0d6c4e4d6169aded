package io.proffer.master.kernel;

import io.proffer.core.model.Roles;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.WeightsUpdated;
import io.proffer.master.state.MasterState;
import io.proffer.master.validation.WeightRules;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.WeightInfo;

/** What operators want of roles. */
final class RoleCalls {
  private final Turn turn;
  private final MasterState state;
  private final Offers offers;

  RoleCalls(Turn turn, Offers offers) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
  }

  /** Roles are to weigh this; what others weigh stays. */
  void updateWeights(MasterInput.UpdateWeights input) {
    List<WeightInfo> asked =
        input.weights().stream()
            .map(info -> info.toBuilder().setRole(info.getRole().strip()).build())
            .toList();
    Optional<String> problem = WeightRules.problem(asked);
    if (problem.isPresent()) {
      turn.refuse(input.request(), 400, problem.get());
      return;
    }
    List<WeightInfo> changed = asked.stream().filter(this::isChange).toList();
    if (!changed.isEmpty()) {
      turn.happened(new WeightsUpdated(changed));
      if (changed.stream().anyMatch(info -> isInUse(info.getRole()))) {
        // What is out was shared out by the old weights.
        List.copyOf(state.offers()).forEach(offers::rescind);
      }
    }
    turn.answer(input.request(), new CallOutcome.Done());
  }

  private boolean isChange(WeightInfo info) {
    Double weight = state.roles().weights().get(info.getRole());
    return weight == null || weight != info.getWeight();
  }

  /** Whether a framework is subscribed to the role or to one below it. */
  private boolean isInUse(String role) {
    for (Framework framework : state.frameworks()) {
      if (framework.roles().stream().anyMatch(own -> Roles.isAncestorOrSelf(role, own))) {
        return true;
      }
    }
    return false;
  }
}
