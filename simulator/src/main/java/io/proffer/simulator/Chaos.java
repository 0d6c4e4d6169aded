package io.proffer.simulator;

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

/** Does harm, one fault after the other, until it is told to stop; then repairs everything. */
final class Chaos {

  /** What can be done to a cluster. */
  private enum Fault {
    MASTER_CRASHES,
    AGENT_CRASHES,
    AGENT_LOSES_POWER,
    AGENT_IS_REPLACED,
    FRAMEWORK_CRASHES,
    WAY_IS_CUT,
    NODE_IS_ISOLATED,
    CONNECTIONS_BREAK,
    CHECKPOINT_IS_COMPACTED,
    WEATHER_CALMS
  }

  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final Duration LONG = Duration.ofMinutes(15);

  private final VirtualCluster cluster;
  private final Plan plan;
  private final Draws draws;
  private boolean over;

  Chaos(VirtualCluster cluster, Plan plan, Draws draws) {
    this.cluster = cluster;
    this.plan = plan;
    this.draws = draws;
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
    cluster.agents().forEach(AgentNode::start);
    cluster.frameworks().forEach(FrameworkNode::start);
  }

  private void next() {
    Duration wait = plan.faultInterval().multipliedBy(2);
    timeline().after(draws.between(Duration.ZERO, wait), this::strike);
  }

  private void strike() {
    if (!over) {
      commit(draws.oneOf(FAULTS));
      next();
    }
  }

  private void commit(Fault fault) {
    switch (fault) {
      case MASTER_CRASHES -> {
        cluster.leader().ifPresent(m -> m.crash(draws.chance(0.3)));
        later(this::elect);
      }
      case AGENT_CRASHES -> {
        AgentNode agent = anyAgent();
        agent.crash();
        later(agent::start);
      }
      case AGENT_LOSES_POWER -> {
        AgentNode agent = anyAgent();
        agent.lose();
        later(agent::start);
      }
      case AGENT_IS_REPLACED -> {
        if (draws.chance(0.3)) {
          AgentNode agent = anyAgent();
          agent.lose();
          agent.forget();
          later(agent::start);
        }
      }
      case FRAMEWORK_CRASHES -> {
        FrameworkNode framework = draws.oneOf(List.copyOf(cluster.frameworks()));
        framework.crash(draws.chance(0.3));
        later(framework::start);
      }
      case WAY_IS_CUT -> cut(draws.oneOf(names()), draws.oneOf(names()));
      case NODE_IS_ISOLATED -> isolate(draws.oneOf(names()));
      case CONNECTIONS_BREAK -> cluster.network().reset(draws.oneOf(names()), draws.oneOf(names()));
      case CHECKPOINT_IS_COMPACTED -> anyAgent().compactCheckpoint();
      case WEATHER_CALMS -> {
        cluster.network().weather(Weather.calm());
        later(() -> cluster.network().weather(plan.weather()));
      }
    }
  }

  /** Some master leads again, if none does by then. */
  private void elect() {
    if (cluster.leader().isEmpty()) {
      draws.oneOf(List.copyOf(cluster.masters())).start();
    }
  }

  private void cut(String from, String to) {
    cluster.network().cut(from, to);
    later(() -> cluster.network().heal(from, to));
  }

  private void isolate(String node) {
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
