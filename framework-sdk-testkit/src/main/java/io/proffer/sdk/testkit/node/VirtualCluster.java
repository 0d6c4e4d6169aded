package io.proffer.sdk.testkit.node;

import io.proffer.agent.kernel.AgentSettings;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.registry.Registry;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Network;
import io.proffer.sdk.testkit.engine.Timeline;
import io.proffer.sdk.testkit.engine.Trace;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * A whole cluster in one thread: its time, its network and its nodes. Nodes are down until started.
 */
public final class VirtualCluster {
  private final World world;
  private final Leadership leadership;
  private final Map<String, MasterNode> masters = new LinkedHashMap<>();
  private final Map<String, AgentNode> agents = new LinkedHashMap<>();
  private final Map<String, FrameworkNode> frameworks = new LinkedHashMap<>();

  public VirtualCluster(Draws draws, Trace trace, Witness witness) {
    Timeline timeline = new Timeline();
    Network network = new Network(timeline, draws.fork("network"), trace);
    this.world = new World(timeline, network, trace, draws.fork("world"), witness);
    this.leadership = new Leadership(world);
  }

  public Timeline timeline() {
    return world.timeline();
  }

  public Network network() {
    return world.network();
  }

  public Trace trace() {
    return world.trace();
  }

  /** The master that leads; empty while none does. */
  public Optional<MasterNode> leader() {
    return leadership.leader().map(masters::get);
  }

  public Collection<MasterNode> masters() {
    return Collections.unmodifiableCollection(masters.values());
  }

  public Collection<AgentNode> agents() {
    return Collections.unmodifiableCollection(agents.values());
  }

  public Collection<FrameworkNode> frameworks() {
    return Collections.unmodifiableCollection(frameworks.values());
  }

  public Optional<AgentNode> agent(String name) {
    return Optional.ofNullable(agents.get(name));
  }

  public MasterNode addMaster(
      String name,
      NodeClock clock,
      MasterMind.Maker mind,
      MasterSettings settings,
      Registry registry) {
    MasterNode node = new MasterNode(world, name, clock, mind, settings, registry, leadership);
    return add(masters, name, node);
  }

  public AgentNode addAgent(
      String name,
      NodeClock clock,
      AgentSettings settings,
      AgentInfo info,
      ContainerPlan.Planner planner) {
    AgentNode node = new AgentNode(world, name, clock, settings, info, planner, leadership);
    return add(agents, name, node);
  }

  public FrameworkNode addFramework(
      String name,
      NodeClock clock,
      LongFunction<DriverSettings> settings,
      FrameworkInfo info,
      Supplier<? extends Scheduler> schedulers) {
    FrameworkNode node =
        new FrameworkNode(world, name, clock, settings, info, schedulers, leadership);
    return add(frameworks, name, node);
  }

  private static <N> N add(Map<String, N> nodes, String name, N node) {
    if (nodes.putIfAbsent(name, node) != null) {
      throw new IllegalArgumentException("there is a node " + name + " already");
    }
    return node;
  }
}
