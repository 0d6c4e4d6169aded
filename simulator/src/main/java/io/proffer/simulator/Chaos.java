package io.proffer.simulator;

import io.proffer.sdk.Driver;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Timeline;
import io.proffer.sdk.testkit.engine.Weather;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Does harm, one fault after the other, until it is told to stop; then repairs everything. */
final class Chaos {

  private static final Duration LONG = Duration.ofMinutes(15);

  private final VirtualCluster cluster;
  private final Plan plan;
  private final Draws draws;
  private final Coverage coverage;
  private final Machines machines;
  private final Operators operators;
  private final Upkeep upkeep;
  private final RoleWishes roles;
  private final List<Fault> faults;
  private boolean over;

  Chaos(VirtualCluster cluster, Plan plan, Draws draws, Coverage coverage) {
    this(cluster, plan, draws, coverage, Set.of());
  }

  /**
   * @param never what is not done
   */
  Chaos(VirtualCluster cluster, Plan plan, Draws draws, Coverage coverage, Set<Fault> never) {
    this.faults =
        Stream.of(Fault.values())
            .filter(f -> f != Fault.REGISTRY_WRITE_FAILS && !never.contains(f))
            .toList();
    this.cluster = cluster;
    this.plan = plan;
    this.draws = draws;
    this.coverage = coverage;
    this.operators = new Operators(cluster, draws.fork("operators"));
    this.upkeep = new Upkeep(cluster, draws.fork("upkeep"));
    this.roles = new RoleWishes(cluster, draws.fork("roles"));
    this.machines = new Machines(draws.fork("machines"));
  }

  /** What operators have begun and not ended is ended. */
  void operatorsGoHome() {
    upkeep.endAll();
    operators.reactivateAll();
    operators.unreserveAll();
    roles.removeAllQuotas();
  }

  void begin() {
    cluster.network().weather(plan.weather());
    next();
  }

  /** No more faults; what is broken is repaired. */
  void end() {
    over = true;
    cluster.network().weather(Weather.calm());
    cluster.network().healAll();
    if (plan.adverse()) {
      // What one side believes it has said and the other never heard is settled by registering
      // again.
      List<String> names = names();
      for (String one : names) {
        names.forEach(other -> cluster.network().reset(one, other));
      }
    }
    if (cluster.leader().isEmpty()) {
      draws.oneOf(List.copyOf(cluster.masters())).start();
    }
    for (AgentNode agent : cluster.agents()) {
      agent.disk().isRepaired();
      agent.forcingTakes(Duration.ZERO);
      agent.makesVolumes(true);
      machines.restore(agent);
      // The data of a volume that could not be removed is removed by the next agent.
      if (agent.state().filter(s -> !s.ledger().doomed().isEmpty()).isPresent()) {
        agent.crash();
      }
      agent.start();
    }
    cluster.frameworks().forEach(FrameworkNode::start);
  }

  private void next() {
    Duration wait = plan.faultInterval().multipliedBy(2);
    timeline().after(draws.between(Duration.ZERO, wait), this::strike);
  }

  private void strike() {
    if (!over) {
      Fault fault = draws.oneOf(faults);
      if (commit(fault)) {
        coverage.choice(fault);
      }
      next();
    }
  }

  /** Returns whether there was anything to do it to. */
  private boolean commit(Fault fault) {
    return switch (fault) {
      case MASTER_CRASHES -> crashMaster(Optional.empty());
      case ANOTHER_MASTER_LEADS -> crashMaster(Optional.of(Duration.ZERO));
      case AGENT_CRASHES -> harm(anyAgent(), AgentNode::up, AgentNode::crash, AgentNode::start);
      case AGENT_LOSES_POWER -> harm(anyAgent(), agent -> true, this::losePower, AgentNode::start);
      case AGENT_IS_REPLACED ->
          harm(anyAgent(), agent -> draws.chance(0.3), Chaos::replace, AgentNode::start);
      case AGENT_IS_SHUT_DOWN ->
          harm(anyAgent(), AgentNode::up, a -> a.shutDown("planned"), AgentNode::start);
      case AGENT_IS_DRAINED -> operators.drain(anyAgent(), false, this::later);
      case AGENT_IS_DRAINED_FOR_GOOD ->
          draws.chance(0.3) && operators.drain(anyAgent(), true, this::later);
      case AGENT_IS_DEACTIVATED -> operators.deactivate(anyAgent(), this::later);
      case AGENT_IS_MARKED_GONE -> draws.chance(0.5) && operators.markGone(anyAgent(), this::later);
      case MACHINE_IS_CHANGED ->
          harm(anyAgent(), AgentNode::up, machines::change, AgentNode::start);
      case MACHINE_IS_MAINTAINED -> upkeep.announce(anyAgent(), this::later);
      case ROLES_ARE_WEIGHED -> roles.weigh();
      case QUOTAS_ARE_SET -> roles.setQuota(this::later);
      case RESOURCES_ARE_RESERVED -> operators.reserve(anyAgent(), this::later);
      case VOLUMES_CANNOT_BE_MADE ->
          harm(anyAgent(), a -> true, a -> a.makesVolumes(false), a -> a.makesVolumes(true));
      case DISK_IS_FULL ->
          harm(
              anyAgent(),
              agent -> true,
              a -> a.disk().roomFor(draws.below(2_000)),
              a -> a.disk().isRepaired());
      case DISK_BREAKS ->
          harm(anyAgent(), agent -> true, this::breakDisk, a -> a.disk().isRepaired());
      case DISK_IS_SLOW ->
          harm(
              anyAgent(),
              agent -> true,
              a -> a.forcingTakes(draws.between(Duration.ZERO, Duration.ofSeconds(5))),
              a -> a.forcingTakes(Duration.ZERO));
      case FRAMEWORK_CRASHES -> crashFramework();
      case FRAMEWORK_STOPS ->
          harm(
              draws.oneOf(List.copyOf(cluster.frameworks())),
              FrameworkNode::up,
              f -> f.driver().ifPresent(Driver::stop),
              FrameworkNode::start);
      case FRAMEWORK_IS_TORN_DOWN ->
          draws.chance(0.2)
              && operators.tearDown(draws.oneOf(List.copyOf(cluster.frameworks())), this::later);
      case FRAMEWORK_USES_OFFERS_AGAIN ->
          draws.oneOf(List.copyOf(cluster.frameworks())).useOffersAgain();
      case WAY_IS_CUT -> cut(draws.oneOf(names()), draws.oneOf(names()));
      case NODE_IS_ISOLATED -> isolate(draws.oneOf(names()));
      case CONNECTIONS_BREAK -> {
        cluster.network().reset(draws.oneOf(names()), draws.oneOf(names()));
        yield true;
      }
      case CHECKPOINT_IS_COMPACTED -> {
        anyAgent().compactCheckpoint();
        yield true;
      }
      case WEATHER_CALMS -> {
        cluster.network().weather(Weather.calm());
        later(() -> cluster.network().weather(plan.weather()));
        yield true;
      }
      case REGISTRY_WRITE_FAILS -> false;
    };
  }

  /** The leader crashes; another one follows after a while, or after the given time. */
  private boolean crashMaster(Optional<Duration> succession) {
    Optional<MasterNode> leader = cluster.leader();
    if (leader.isEmpty()) {
      return false;
    }
    leader.get().crash(draws.chance(0.3));
    succession.ifPresentOrElse(
        delay ->
            timeline()
                .after(
                    delay,
                    () ->
                        cluster.masters().stream()
                            .filter(m -> m != leader.get() && cluster.leader().isEmpty())
                            .findFirst()
                            .ifPresent(MasterNode::start)),
        () -> later(this::elect));
    return true;
  }

  private boolean crashFramework() {
    FrameworkNode framework = draws.oneOf(List.copyOf(cluster.frameworks()));
    boolean silently = draws.chance(0.3);
    return harm(framework, FrameworkNode::up, f -> f.crash(silently), FrameworkNode::start);
  }

  private <N> boolean harm(N node, Predicate<N> possible, Consumer<N> harm, Consumer<N> repair) {
    if (!possible.test(node)) {
      return false;
    }
    harm.accept(node);
    later(() -> repair.accept(node));
    return true;
  }

  /** Of what was not forced to the disk, any part may be there all the same. */
  private void losePower(AgentNode agent) {
    agent.lose(most -> Math.floorMod(draws.bits(), most + 1));
  }

  private void breakDisk(AgentNode agent) {
    if (draws.chance(0.5)) {
      agent.disk().breaks("Input/output error");
    } else {
      agent.disk().forcingFails();
    }
  }

  private static void replace(AgentNode agent) {
    agent.lose();
    agent.forget();
  }

  /** Some master leads again, if none does by then. */
  private void elect() {
    if (cluster.leader().isEmpty()) {
      draws.oneOf(List.copyOf(cluster.masters())).start();
    }
  }

  private boolean cut(String from, String to) {
    cluster.network().cut(from, to);
    later(() -> cluster.network().heal(from, to));
    return true;
  }

  private boolean isolate(String node) {
    List<String> others = names();
    for (String other : others) {
      cluster.network().cut(node, other);
      cluster.network().cut(other, node);
    }
    later(
        () -> {
          for (String other : others) {
            cluster.network().heal(node, other);
            cluster.network().heal(other, node);
          }
        });
    return true;
  }

  /** Most repairs are quick, some take longer than anyone waits. */
  private void later(Runnable repair) {
    Duration most =
        switch (draws.below(3)) {
          case 0 -> Duration.ofSeconds(2);
          case 1 -> Duration.ofMinutes(2);
          default -> LONG;
        };
    timeline()
        .after(
            draws.between(Duration.ZERO, most),
            () -> {
              if (!over) {
                repair.run();
              }
            });
  }

  private AgentNode anyAgent() {
    return draws.oneOf(List.copyOf(cluster.agents()));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    cluster.masters().stream().map(MasterNode::name).forEach(names::add);
    cluster.agents().stream().map(AgentNode::name).forEach(names::add);
    cluster.frameworks().stream().map(FrameworkNode::name).forEach(names::add);
    return names;
  }

  private Timeline timeline() {
    return cluster.timeline();
  }
}
