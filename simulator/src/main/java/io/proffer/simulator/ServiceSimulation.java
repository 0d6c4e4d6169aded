package io.proffer.simulator;

import io.proffer.agent.kernel.AgentSettings;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Timeline;
import io.proffer.sdk.testkit.engine.Trace;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterMind;
import io.proffer.sdk.testkit.node.NodeClock;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/**
 * A run of the service framework: people change their minds, tasks fail, machines, masters and the
 * framework's own process die; then calm, in which every deployment must end.
 */
final class ServiceSimulation implements Run {

  private static final int MAX_STEPS = 300_000;
  private static final int STEPS_BETWEEN_LOOKS = 50;
  private static final Duration CALM = Duration.ofHours(2);

  /** Apps do not outlive a framework that is torn down on purpose. */
  static final Set<Fault> NEVER = Set.of(Fault.FRAMEWORK_IS_TORN_DOWN);

  private static final List<Capability.Type> CAPABILITIES =
      List.of(
          Capability.Type.MULTI_ROLE,
          Capability.Type.PARTITION_AWARE,
          Capability.Type.RESERVATION_REFINEMENT,
          Capability.Type.TASK_KILLING_STATE);

  private final Plan plan;
  private final Coverage coverage = new Coverage();
  private final Draws draws;
  private final SlowRegistry registry;
  private final ServiceContainers containers;
  private final ServiceProcesses processes;
  private final AppChecks checks;
  private final VirtualCluster cluster;
  private final Chaos chaos;
  private final Wishes wishes;
  private boolean calm;

  ServiceSimulation(long seed, Trace trace) {
    this.draws = Draws.of(seed).fork("service");
    this.plan = Plan.ofService(draws.fork("plan"));
    this.processes = new ServiceProcesses(draws.fork("processes"), coverage);
    this.checks = processes.checks();
    MasterSettings settings = MasterSettings.defaults();
    Witness invariants = new Invariants(settings.retention(), plan.streamsKeepOrder());
    this.cluster =
        new VirtualCluster(
            draws.fork("cluster"), trace, Witness.both(coverage, Witness.both(invariants, checks)));
    this.registry =
        new SlowRegistry(
            cluster.timeline(),
            draws.fork("registry"),
            plan.registryDelay(),
            plan.registryFailure(),
            coverage);
    Draws luck = draws.fork("containers");
    this.containers = new ServiceContainers(luck, luck.oneOf(List.of(0.0, 0.05, 0.3)));
    this.chaos = new Chaos(cluster, plan, draws.fork("chaos"), coverage, NEVER);
    boolean reserves = !processes.role().equals("*");
    this.wishes =
        new Wishes(processes.reader(), plan.agents(), reserves, draws.fork("wishes"), coverage);
    for (String name : List.of("master-1", "master-2")) {
      cluster.addMaster(name, clock(name), MasterMind::kernel, settings, registry);
    }
    addAgents();
    addFramework();
  }

  @Override
  public Coverage coverage() {
    return coverage;
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public long steps() {
    return cluster.timeline().steps();
  }

  @Override
  public Duration time() {
    return Duration.between(Timeline.START, cluster.timeline().now());
  }

  @Override
  public void run() {
    cluster.masters().iterator().next().start();
    cluster.agents().forEach(AgentNode::start);
    node().start();
    chaos.begin();
    wishLater();
    var end = cluster.timeline().now().plus(plan.chaos());
    while (cluster.timeline().nextAt().filter(next -> !next.isAfter(end)).isPresent()) {
      step();
    }
    calm = true;
    cluster.trace().note(cluster.timeline().now(), "simulation", "calm begins");
    registry.recover();
    containers.calmDown();
    processes.calmDown();
    chaos.end();
    settle();
    processes.replay();
    coverage.mishaps(cluster.network().mishaps());
  }

  /** Runs until everything is as it is wanted, or fails when that takes too long. */
  private void settle() {
    ServiceSettled settled = new ServiceSettled(cluster, processes);
    var deadline = cluster.timeline().now().plus(CALM);
    Optional<Violation> open = settled.problem();
    while (open.isPresent()) {
      if (!cluster.timeline().now().isBefore(deadline)) {
        throw new ViolationException(
            open.get().invariant(),
            "after " + CALM.toHours() + " hours without faults " + open.get().details());
      }
      for (int i = 0; i < STEPS_BETWEEN_LOOKS; i++) {
        step();
      }
      revive();
      open = settled.problem();
    }
  }

  /** What ended by its own decision is started again, as its owner would do. */
  private void revive() {
    if (cluster.leader().isEmpty()) {
      cluster.masters().iterator().next().start();
    }
    chaos.operators().reactivateAll();
    cluster.agents().forEach(AgentNode::start);
    node().start();
    Set<String> machines =
        cluster.agents().stream()
            .flatMap(agent -> agent.id().stream())
            .map(AgentId::value)
            .collect(Collectors.toSet());
    Optional<Driver> driver = node().driver();
    driver.ifPresent(
        d ->
            d.execute(
                () ->
                    processes.ask(
                        (kernel, now) -> {
                          wishes.goOn(kernel, machines, now);
                          return true;
                        },
                        d)));
  }

  private void step() {
    cluster.timeline().step();
    if (node().outcome().orElse(null) instanceof Outcome.Crashed crashed) {
      if (crashed.cause() instanceof ViolationException violation) {
        throw violation;
      }
      throw new IllegalStateException("the framework's process has crashed", crashed.cause());
    }
    if (steps() > MAX_STEPS) {
      throw new ViolationException(
          Invariant.RUNS_COME_TO_AN_END, "no end after " + MAX_STEPS + " steps");
    }
  }

  private FrameworkNode node() {
    return cluster.frameworks().iterator().next();
  }

  private void wishLater() {
    Draws own = draws.fork("wish at " + cluster.timeline().steps());
    Duration wait =
        own.chance(0.3)
            ? own.between(Duration.ZERO, Duration.ofSeconds(2))
            : own.between(Duration.ZERO, Duration.ofMinutes(2));
    cluster.timeline().after(wait, this::wish);
  }

  private void wish() {
    if (calm) {
      return;
    }
    Optional<Driver> driver = node().driver();
    driver.ifPresent(d -> d.execute(() -> processes.ask(wishes::wish, d)));
    wishLater();
  }

  private void addAgents() {
    for (int i = 1; i <= plan.agents(); i++) {
      String name = "agent-" + i;
      AgentInfo info =
          AgentInfo.newBuilder()
              .setHostname(name)
              .setPort(5051)
              .addAllResources(
                  Resources.parse("cpus:4;mem:4096;disk:10000;ports:[31000-31099]").toProtos())
              .build();
      cluster.addAgent(
          name,
          clock(name),
          AgentSettings.defaults("127.0.0.1:5051", "simulated"),
          info,
          containers);
    }
  }

  private void addFramework() {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName("service")
            .addRoles(processes.role())
            .setCheckpoint(true)
            .setFailoverTimeout((double) Duration.ofDays(7).toSeconds());
    CAPABILITIES.forEach(c -> info.addCapabilities(Capability.newBuilder().setType(c)));
    FrameworkNode node =
        cluster.addFramework(
            "service", clock("service"), DriverSettings::defaults, info.build(), processes::next);
    processes.runOn(cluster, node);
  }

  private NodeClock clock(String node) {
    Draws own = draws.fork("clock of " + node);
    Duration most = plan.clockOffset();
    double drift = plan.clockDrift() * (2 * own.fraction() - 1);
    return new NodeClock(cluster.timeline(), own.between(most.negated(), most), 1 + drift);
  }
}
