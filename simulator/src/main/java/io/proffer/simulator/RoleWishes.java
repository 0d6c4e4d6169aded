package io.proffer.simulator;

import io.proffer.master.kernel.MasterInput;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.WeightInfo;

/** What operators want of roles, some of which no framework has. */
final class RoleWishes {
  private static final List<String> ROLES = List.of("a", "a/x", "b", "nobody's");

  private final VirtualCluster cluster;
  private final Draws draws;

  RoleWishes(VirtualCluster cluster, Draws draws) {
    this.cluster = cluster;
    this.draws = draws;
  }

  /** Gives a role another weight, which it keeps. */
  boolean weigh() {
    Optional<MasterNode> leader = cluster.leader();
    WeightInfo weight =
        WeightInfo.newBuilder()
            .setRole(draws.oneOf(ROLES))
            .setWeight(draws.between(1, 8) / 2.0)
            .build();
    leader.ifPresent(
        master ->
            master.operate(request -> new MasterInput.UpdateWeights(request, List.of(weight))));
    return leader.isPresent();
  }
}
