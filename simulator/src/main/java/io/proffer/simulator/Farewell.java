package io.proffer.simulator;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.state.MasterState;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When frameworks tear themselves down, nothing of them is left. */
final class Farewell {
  private final VirtualCluster cluster;
  private final Map<FrameworkNode, FrameworkId> ending = new LinkedHashMap<>();

  Farewell(VirtualCluster cluster) {
    this.cluster = cluster;
  }

  void begin() {
    for (FrameworkNode node : cluster.frameworks()) {
      node.id().ifPresent(id -> ending.put(node, id));
      node.driver().ifPresent(Driver::teardown);
    }
  }

  /** What is left of them. */
  Optional<Violation> problem() {
    MasterState master = cluster.leader().flatMap(l -> l.state()).orElseThrow();
    for (Map.Entry<FrameworkNode, FrameworkId> entry : ending.entrySet()) {
      FrameworkNode node = entry.getKey();
      FrameworkId id = entry.getValue();
      if (!node.outcome().equals(Optional.of(new Outcome.TornDown()))) {
        return left(node.name() + " is not torn down but " + node.outcome());
      }
      if (master.framework(id).isPresent() || !master.offersTo(id).isEmpty()) {
        return left("the master has not ended " + master.framework(id));
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> left(String details) {
    return Optional.of(new Violation(Invariant.NOTHING_STAYS_ALLOCATED, details));
  }
}
