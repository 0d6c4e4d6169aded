package io.proffer.simulator;

import io.proffer.agent.kernel.AgentSettings;
import io.proffer.core.model.Resources;
import io.proffer.master.kernel.MasterSettings;
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
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/**
 * A run of a framework that comes with Proffer: people change their minds, tasks fail, machines,
 * masters and the framework's own process die; then calm, in which everything must come to its end.
 */
final class FrameworkSimulation implements Run {

  private static final int MAX_STEPS = 300_000;
  private static final int STEPS_BETWEEN_LOOKS = 50;
  private static final Duration CALM = Duration.ofHours(2);

  private static final List<Capability.Type> CAPABILITIES =
      List.of(
          Capability.Type.MULTI_ROLE,
          Capability.Type.PARTITION_AWARE,
          Capability.Type.RESERVATION_REFINEMENT,
          Capability.Type.TASK_KILLING_STATE);

  private final Pace pace;
  private final Plan plan;
  private final Coverage coverage = new Coverage();
  private final Draws draws;
  private final SlowRegistry registry;
  private final Subject subject;
  private final VirtualCluster cluster;
  private final Chaos chaos;
  private boolean calm;
  private boolean restarting;

  /**
   * How much happens in it.
   *
   * @param longestWait between two wishes
   */
  record Pace(Duration longestChaos, Duration longestWait) {}

  /**
   * @param name of the framework
   */
  FrameworkSimulation(String name, Pace pace, Subject.Maker maker, long seed, Trace trace) {
    this.pace = pace;
    this.draws = Draws.of(seed).fork(name);
    this.plan = Plan.ofFramework(draws.fork("plan"), pace.longestChaos());
    this.subject = maker.of(draws, plan, coverage);
    MasterSettings settings = MasterSettings.defaults();
    Witness invariants = new Invariants(settings.retention(), plan.streamsKeepOrder());
    this.cluster =
        new VirtualCluster(
            draws.fork("cluster"),
            trace,
            Witness.both(coverage, Witness.both(invariants, subject.checks())));
    this.registry =
        new SlowRegistry(
            cluster.timeline(),
            draws.fork("registry"),
            plan.registryDelay(),
            plan.registryFailure(),
            settings.retention(),
            coverage);
    this.chaos = new Chaos(cluster, plan, draws.fork("chaos"), coverage, subject.never());
    for (String master : List.of("master-1", "master-2")) {
      cluster.addMaster(master, clock(master), MasterMind::kernel, settings, registry);
    }
    addAgents();
    addFramework(name);
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
    subject.calmDown();
    chaos.end();
    settle();
    subject.replay();
    coverage.mishaps(cluster.network().mishaps());
  }

  /** Runs until everything is as it is wanted, or fails when that takes too long. */
  private void settle() {
    var deadline = cluster.timeline().now().plus(CALM);
    Optional<Violation> open = subject.problem();
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
      open = subject.problem();
    }
  }

  /** What ended by its own decision is started again, as its owner would do. */
  private void revive() {
    if (cluster.leader().isEmpty()) {
      cluster.masters().iterator().next().start();
    }
    chaos.operatorsGoHome();
    cluster.agents().forEach(AgentNode::start);
    node().start();
    node().driver().ifPresent(subject::goOn);
  }

  private void step() {
    cluster.timeline().step();
    if (node().outcome().orElse(null) instanceof Outcome.Crashed crashed) {
      crashed(crashed.cause());
    }
    if (steps() > MAX_STEPS) {
      throw new ViolationException(
          Invariant.RUNS_COME_TO_AN_END, "no end after " + MAX_STEPS + " steps");
    }
  }

  /** One that has died as it was to is started again by whoever looks after it. */
  private void crashed(Throwable cause) {
    if (cause instanceof ViolationException violation) {
      throw violation;
    }
    if (!(cause instanceof ProcessDeath)) {
      throw new IllegalStateException("the framework's process has crashed", cause);
    }
    if (!restarting) {
      restarting = true;
      Draws own = draws.fork("restart at " + cluster.timeline().steps());
      Duration most = own.chance(0.7) ? Duration.ofSeconds(10) : Duration.ofMinutes(5);
      cluster
          .timeline()
          .after(
              own.between(Duration.ZERO, most),
              () -> {
                restarting = false;
                node().start();
              });
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
            : own.between(Duration.ZERO, pace.longestWait());
    cluster.timeline().after(wait, this::wish);
  }

  private void wish() {
    if (calm) {
      return;
    }
    node().driver().ifPresent(subject::wish);
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
          subject.containers());
    }
  }

  private void addFramework(String name) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName(name)
            .addRoles(subject.role())
            .setCheckpoint(true)
            .setFailoverTimeout((double) Duration.ofDays(7).toSeconds());
    CAPABILITIES.forEach(c -> info.addCapabilities(Capability.newBuilder().setType(c)));
    FrameworkNode node =
        cluster.addFramework(
            name, clock(name), DriverSettings::defaults, info.build(), subject::next);
    subject.runOn(cluster, node);
  }

  private NodeClock clock(String node) {
    Draws own = draws.fork("clock of " + node);
    Duration most = plan.clockOffset();
    double drift = plan.clockDrift() * (2 * own.fraction() - 1);
    return new NodeClock(cluster.timeline(), own.between(most.negated(), most), 1 + drift);
  }
}
