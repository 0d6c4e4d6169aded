package io.proffer.simulator;

import io.proffer.master.kernel.MasterInput;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.apache.mesos.v1.quota.Protos.QuotaRequest;

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

  /** Gives a role a quota, in the new way or in the old one, and after a while takes it away. */
  boolean setQuota(Consumer<Runnable> later) {
    Optional<MasterNode> leader = cluster.leader();
    if (leader.isEmpty()) {
      return false;
    }
    String role = draws.oneOf(ROLES);
    double cpus = draws.between(0, 8) / 2.0;
    double mem = draws.between(0, 8) * 512.0;
    if (draws.chance(0.7)) {
      QuotaConfig config = config(role, cpus, mem);
      boolean force = draws.chance(0.3);
      leader.get().operate(r -> new MasterInput.UpdateQuota(r, List.of(config), force));
    } else {
      QuotaRequest.Builder quota =
          QuotaRequest.newBuilder().setRole(role).setForce(draws.chance(0.3));
      quota.addGuarantee(scalar("cpus", cpus)).addGuarantee(scalar("mem", mem));
      leader.get().operate(r -> new MasterInput.SetQuota(r, quota.build()));
    }
    later.accept(() -> removeQuota(role));
    return true;
  }

  private QuotaConfig config(String role, double cpus, double mem) {
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(role);
    if (draws.chance(0.6)) {
      config.putGuarantees("cpus", amount(cpus)).putGuarantees("mem", amount(mem));
    }
    if (draws.chance(0.6)) {
      config.putLimits("cpus", amount(cpus + draws.below(3)));
    }
    if (draws.chance(0.4)) {
      config.putLimits("mem", amount(mem + 512 * draws.below(3)));
    }
    return config.build();
  }

  private static Value.Scalar amount(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(amount(value))
        .build();
  }

  private void removeQuota(String role) {
    cluster
        .leader()
        .ifPresent(master -> master.operate(r -> new MasterInput.RemoveQuota(r, role, "")));
  }

  /** What is kept for roles that nobody has, or from those that want it, keeps work from ending. */
  void removeAllQuotas() {
    cluster
        .leader()
        .ifPresent(
            master ->
                List.copyOf(master.state().orElseThrow().roles().quotas().keySet())
                    .forEach(this::removeQuota));
  }
}
