package io.proffer.sdk.testkit;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Unavailability;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.registry.TransientRegistry;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Trace;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.ContainerPlan;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterMind;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.NodeClock;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;

/**
 * A whole cluster in memory, for tests of frameworks: the real master, agents and driver, on a
 * network and a clock that the test moves. Ten minutes take milliseconds, and what happens is the
 * same in each run.
 *
 * {@snippet class="io.proffer.sdk.testkit.snippets.TestKitSnippets" region="cluster"}
 *
 * <p>Nothing happens but while the test advances time: {@link #advance}, {@link #advanceUntil}.
 * Tasks run until they are killed unless the test says how they fare: {@link #tasks}, or one by one
 * with {@link TestFramework#task}.
 *
 * <p><b>Threads.</b> The cluster lives on the test's thread, schedulers' callbacks included. Not
 * thread-safe.
 *
 * <p><b>Errors.</b> What a scheduler throws ends its framework, as in production: see {@link
 * TestFramework#outcome}.
 */
public final class TestCluster {
  private static final long SEED = 1;

  private final VirtualCluster nodes;
  private final NodeClock clock;
  private TaskScript script = task -> TaskPlan.runs();
  private final Set<String> cutOff = new LinkedHashSet<>();
  private int masters;
  private int agents;
  private int frameworks;

  private TestCluster(Trace trace) {
    nodes = new VirtualCluster(Draws.of(SEED), trace, new Witness() {});
    clock = NodeClock.exact(nodes.timeline());
    electMaster();
  }

  /** A cluster of a master and no agents. */
  public static TestCluster create() {
    return new TestCluster(Trace.silent());
  }

  /**
   * A cluster of a master and no agents that tells everything that happens in it: who starts, who
   * ends, each message.
   *
   * @param reader takes one line at a time, as {@code System.out::println}
   */
  public static TestCluster told(Consumer<String> reader) {
    return new TestCluster(Trace.told(reader));
  }

  /**
   * Starts an agent.
   *
   * @param resources all it has, as {@code cpus:2;mem:1024;ports:[31000-31009]}
   * @throws IllegalArgumentException when the text says no resources
   */
  public TestAgent addAgent(String resources) {
    return addAgent(resources, "");
  }

  /**
   * Starts an agent.
   *
   * @param resources all it has, as {@code cpus:2;mem:1024;ports:[31000-31009]}
   * @param attributes as {@code rack:r1;zone:z1}; empty for none
   * @throws IllegalArgumentException when a text is not of its form
   */
  public TestAgent addAgent(String resources, String attributes) {
    String name = "agent-" + ++agents;
    AgentInfo info =
        AgentInfo.newBuilder()
            .setHostname(name)
            .setPort(5051)
            .addAllResources(Resources.parse(resources).toProtos())
            .addAllAttributes(Attributes.parse(attributes))
            .build();
    AgentSettings settings = AgentSettings.defaults(TestAgent.ADDRESS + ":5051", "test");
    AgentNode node = nodes.addAgent(name, clock, settings, info, new Planner());
    TestAgent agent = new TestAgent(this, node);
    agent.start();
    return agent;
  }

  /**
   * Starts a framework whose scheduler outlives its process: {@link TestFramework#start} after a
   * {@link TestFramework#kill} uses the same object again.
   *
   * @param description as in production; where its master is makes no difference
   */
  public TestFramework start(FrameworkBuilder description, Scheduler scheduler) {
    return start(description, () -> scheduler);
  }

  /**
   * Starts a framework.
   *
   * @param description as in production; where its master is makes no difference
   * @param schedulers makes the scheduler of each process, which knows only what it has stored
   */
  public TestFramework start(
      FrameworkBuilder description, Supplier<? extends Scheduler> schedulers) {
    String name = description.info().getName() + "-" + ++frameworks;
    FrameworkNode node =
        nodes.addFramework(name, clock, DriverSettings::defaults, description.info(), schedulers);
    TestFramework framework = new TestFramework(this, node);
    framework.start();
    return framework;
  }

  /** What the script says of tasks; custom executors do what their tasks are planned to do. */
  private final class Planner implements ContainerPlan.Planner {
    @Override
    public ContainerPlan plan(AgentNode agent, ContainerSpec container) {
      return container.task().map(script::plan).orElseGet(TaskPlan::runs).toContainer();
    }

    @Override
    public ContainerPlan planHosted(AgentNode agent, ContainerSpec executor, TaskInfo task) {
      return script.plan(task).toContainer();
    }
  }

  /** Says how tasks fare that are launched from now on. */
  public TestCluster tasks(TaskScript newScript) {
    script = newScript;
    return this;
  }

  /** The time as the cluster has it; starts at the same instant in each test. */
  public Instant now() {
    return nodes.timeline().now();
  }

  /** Lets time pass, and with it everything that is due. */
  public void advance(Duration span) {
    nodes.timeline().runUntil(now().plus(span));
  }

  /**
   * Lets time pass until something is so, and no further.
   *
   * @param condition looked at after each thing that happens
   * @param limit the longest wait
   * @throws AssertionError when it is not so within the limit
   */
  public void advanceUntil(BooleanSupplier condition, Duration limit) {
    Instant end = now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (nodes.timeline().nextAt().filter(next -> !next.isAfter(end)).isEmpty()) {
        advance(Duration.between(now(), end));
        throw new AssertionError("not so within " + limit);
      }
      nodes.timeline().step();
    }
  }

  /** The leading master dies, and no other follows until {@link #electMaster}. Tasks run on. */
  public void loseMaster() {
    nodes.leader().ifPresent(master -> master.crash(false));
  }

  /**
   * Another master leads, which knows what agents and frameworks tell it. Without effect while one
   * leads.
   */
  public void electMaster() {
    if (nodes.leader().isEmpty()) {
      String name = "master-" + ++masters;
      MasterNode master =
          nodes.addMaster(
              name, clock, MasterMind::kernel, MasterSettings.defaults(), new TransientRegistry());
      cutOff.forEach(agent -> cut(agent, master));
      master.start();
    }
  }

  /** The leading master dies, and another one follows at once. */
  public void changeMaster() {
    loseMaster();
    electMaster();
  }

  /**
   * An operator schedules maintenance: of these machines, and of no others any more. Frameworks are
   * asked to do without them, and offers say when it is to begin.
   *
   * @param in how soon it is to begin
   * @param length how long it is to take
   */
  public void scheduleMaintenance(Duration in, Duration length, TestAgent... machines) {
    Unavailability when = new Unavailability(now().plus(in), Optional.of(length));
    Window.Builder window = Window.newBuilder().setUnavailability(when.toProto());
    for (TestAgent machine : machines) {
      window.addMachineIds(machine.machine());
    }
    operate(Schedule.newBuilder().addWindows(window).build());
  }

  /** An operator gives all maintenance up that has not begun. */
  public void cancelMaintenance() {
    operate(Schedule.getDefaultInstance());
  }

  private void operate(Schedule schedule) {
    operate(request -> new MasterInput.UpdateMaintenanceSchedule(request, schedule));
  }

  void operate(Function<RequestId, MasterInput> call) {
    nodes.leader().ifPresent(leader -> leader.operate(call));
  }

  void cutOff(String agent) {
    cutOff.add(agent);
    nodes.masters().forEach(master -> cut(agent, master));
  }

  void reconnect(String agent) {
    cutOff.remove(agent);
    for (MasterNode master : nodes.masters()) {
      nodes.network().heal(agent, master.name());
      nodes.network().heal(master.name(), agent);
    }
  }

  private void cut(String agent, MasterNode master) {
    nodes.network().cut(agent, master.name());
    nodes.network().cut(master.name(), agent);
  }

  VirtualCluster nodes() {
    return nodes;
  }
}
