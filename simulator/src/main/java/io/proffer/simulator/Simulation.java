package io.proffer.simulator;

import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.oversubscription.Thresholds;
import io.proffer.core.model.Resources;
import io.proffer.master.kernel.MasterSettings;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/** One run of one seed: chaos, then calm, in which everything must come to its end. */
final class Simulation implements Run {
  private static final int MAX_STEPS = 300_000;
  private static final int STEPS_BETWEEN_LOOKS = 50;
  private static final Duration CALM = Duration.ofHours(2);
  private static final List<Capability.Type> CAPABILITIES =
      List.of(
          Capability.Type.MULTI_ROLE,
          Capability.Type.PARTITION_AWARE,
          Capability.Type.RESERVATION_REFINEMENT,
          Capability.Type.REVOCABLE_RESOURCES,
          Capability.Type.TASK_KILLING_STATE);

  private final Plan plan;
  private final Coverage coverage = new Coverage();
  private final Draws draws;
  private final MasterSettings masterSettings;
  private final Invariants invariants;
  private final VirtualCluster cluster;
  private final SlowRegistry registry;
  private final Chaos chaos;
  private final Map<String, Backlog> backlogs = new LinkedHashMap<>();
  private final Map<String, Reservations> reservations = new LinkedHashMap<>();
  private final Volumes volumes = new Volumes();
  private final Containers containers;

  /**
   * @param mind makes what decides for the masters: the kernel, or one broken on purpose
   */
  Simulation(long seed, Trace trace, MasterMind.Maker mind) {
    this.draws = Draws.of(seed);
    this.plan = Plan.of(draws.fork("plan"));
    this.masterSettings = MasterSettings.defaults();
    this.invariants = new Invariants(masterSettings.retention(), plan.streamsKeepOrder());
    this.cluster =
        new VirtualCluster(draws.fork("cluster"), trace, Witness.both(coverage, invariants));
    this.registry =
        new SlowRegistry(
            cluster.timeline(),
            draws.fork("registry"),
            plan.registryDelay(),
            plan.registryFailure(),
            masterSettings.retention(),
            coverage);
    this.containers = new Containers(draws.fork("containers"));
    this.chaos = new Chaos(cluster, plan, draws.fork("chaos"), coverage);
    addMasters(mind);
    addAgents();
    addFrameworks();
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
    cluster.frameworks().forEach(FrameworkNode::start);
    chaos.begin();
    runFor(plan.chaos());
    calmDown();
    settle();
    sayFarewell();
    coverage.mishaps(cluster.network().mishaps());
  }

  private void calmDown() {
    cluster.trace().note(cluster.timeline().now(), "simulation", "calm begins");
    registry.recover();
    containers.calmDown();
    chaos.end();
  }

  private void runFor(Duration span) {
    var end = cluster.timeline().now().plus(span);
    while (cluster.timeline().nextAt().filter(next -> !next.isAfter(end)).isPresent()) {
      step();
    }
  }

  /** Runs until everything has come to its end, or fails when that takes too long. */
  private void settle() {
    Settled settled = new Settled(cluster, backlogs, reservations, volumes, invariants);
    runUntilNothingIsOpen(
        () -> {
          revive();
          return settled.problem();
        });
  }

  /** Every framework ends, and nothing of it must be left. */
  private void sayFarewell() {
    Farewell farewell = new Farewell(cluster);
    farewell.begin();
    runUntilNothingIsOpen(
        () -> {
          electIfNobodyLeads();
          return farewell.problem();
        });
  }

  private void runUntilNothingIsOpen(Supplier<Optional<Violation>> look) {
    var deadline = cluster.timeline().now().plus(CALM);
    Optional<Violation> open = look.get();
    while (open.isPresent()) {
      if (!cluster.timeline().now().isBefore(deadline)) {
        throw new ViolationException(
            open.get().invariant(),
            "after " + CALM.toHours() + " hours without faults " + open.get().details());
      }
      for (int i = 0; i < STEPS_BETWEEN_LOOKS; i++) {
        step();
      }
      open = look.get();
    }
  }

  /** What ended by its own decision is started again, as its owner would do. */
  private void revive() {
    electIfNobodyLeads();
    chaos.operatorsGoHome();
    for (AgentNode agent : cluster.agents()) {
      if (!agent.up()) {
        agent.start();
      }
    }
    cluster.frameworks().forEach(FrameworkNode::start);
    for (FrameworkNode framework : cluster.frameworks()) {
      framework
          .scheduler()
          .filter(BacklogScheduler.class::isInstance)
          .map(BacklogScheduler.class::cast)
          .ifPresent(BacklogScheduler::calmDown);
      Optional.ofNullable(reservations.get(framework.name()))
          .ifPresent(held -> framework.driver().ifPresent(held::reconcile));
    }
  }

  private void electIfNobodyLeads() {
    if (cluster.leader().isEmpty()) {
      cluster.masters().iterator().next().start();
    }
  }

  private void step() {
    cluster.timeline().step();
    if (steps() > MAX_STEPS) {
      throw new ViolationException(
          Invariant.RUNS_COME_TO_AN_END, "no end after " + MAX_STEPS + " steps");
    }
  }

  private void addMasters(MasterMind.Maker mind) {
    for (String name : List.of("master-1", "master-2")) {
      cluster.addMaster(name, clock(name), mind, masterSettings, registry);
    }
  }

  private void addAgents() {
    for (int i = 1; i <= plan.agents(); i++) {
      String name = "agent-" + i;
      Draws own = draws.fork(name);
      String resources =
          "cpus:%d;mem:%d;disk:10000;ports:[31000-%d]"
              .formatted(own.between(2, 4), 1024 * own.between(2, 4), 31000 + own.between(1, 20));
      AgentInfo info =
          AgentInfo.newBuilder()
              .setHostname(name)
              .setPort(5051)
              .addAllResources(Resources.parse(resources).toProtos())
              .build();
      AgentSettings settings =
          AgentSettings.defaults("127.0.0.1:5051", "simulated")
              .withOversubscription(
                  own.chance(0.5) ? Optional.of(oversubscription()) : Optional.empty());
      cluster.addAgent(name, clock(name), settings, info, containers);
    }
  }

  private static OversubscriptionSettings oversubscription() {
    return OversubscriptionSettings.thresholds(
        Duration.ofSeconds(15),
        new Thresholds(List.of("cpus", "mem"), Duration.ofMinutes(1), 0.1, 1.5, 0.1));
  }

  private void addFrameworks() {
    for (int i = 1; i <= plan.frameworks(); i++) {
      String name = "framework-" + i;
      Draws own = draws.fork(name);
      Backlog backlog = new Backlog(name, plan.works(), own);
      backlogs.put(name, backlog);
      Reservations held = new Reservations(name, volumes, own.fork("reservations"));
      reservations.put(name, held);
      FrameworkInfo.Builder info =
          FrameworkInfo.newBuilder()
              .setUser("nobody")
              .setName(name)
              .addRoles(own.oneOf(List.of("a", "b", "a/x")))
              .setCheckpoint(true)
              .setFailoverTimeout(own.oneOf(List.of(60.0, 600.0, 604800.0)));
      CAPABILITIES.forEach(c -> info.addCapabilities(Capability.newBuilder().setType(c)));
      cluster.addFramework(
          name,
          clock(name),
          DriverSettings::defaults,
          info.build(),
          () -> new BacklogScheduler(backlog, held, own));
    }
  }

  private NodeClock clock(String node) {
    Draws own = draws.fork("clock of " + node);
    Duration most = plan.clockOffset();
    double drift = plan.clockDrift() * (2 * own.fraction() - 1);
    return new NodeClock(cluster.timeline(), own.between(most.negated(), most), 1 + drift);
  }
}
