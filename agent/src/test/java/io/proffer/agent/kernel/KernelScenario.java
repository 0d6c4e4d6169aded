package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.AgentView;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * An agent kernel on virtual time, with a script's verbs: the test is the master, the runtime and
 * the clock.
 */
final class KernelScenario {

  static final AgentId AGENT = new AgentId("master-1-S0");
  static final FrameworkId FRAMEWORK = new FrameworkId("master-1-0000");
  static final Duration PING_TIMEOUT = Duration.ofSeconds(75);

  private static final AgentSettings DEFAULTS = AgentSettings.defaults("127.0.0.1:5051", "test");
  private static final AgentInfo INFO = AgentInfo.newBuilder().setHostname("localhost").build();

  private final List<AgentEvent> journal = new ArrayList<>();
  private final Map<AgentTimer, Instant> timers = new LinkedHashMap<>();
  private final List<AgentEffect> effects = new ArrayList<>();
  private FrameworkInfo framework =
      FrameworkInfo.newBuilder()
          .setId(FRAMEWORK.toProto())
          .setUser("root")
          .setName("test")
          .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE))
          .addCapabilities(capability(FrameworkInfo.Capability.Type.TASK_KILLING_STATE))
          .build();
  private final SplittableRandom ids = new SplittableRandom(42);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AgentSettings settings;
  private AgentInfo info;
  private AgentKernel kernel;
  private AgentView view = new AgentView(List.of());

  private KernelScenario(AgentSettings settings, AgentInfo info) {
    this.settings = settings;
    this.info = info;
    this.kernel = kernel(AgentState.of(List.of()));
    handle(new AgentInput.Recovered(List.of()));
  }

  /** An agent on a fresh work directory that has not met a master. */
  static KernelScenario freshAgent() {
    return new KernelScenario(DEFAULTS, with("cpus:4;mem:1024;disk:1000"));
  }

  /** An agent that the master has registered. */
  static KernelScenario registeredAgent() {
    return registered(freshAgent());
  }

  /** An agent with these resources, which oversubscribes them, and is registered. */
  static KernelScenario oversubscribing(String resources, OversubscriptionSettings how) {
    return registered(
        new KernelScenario(DEFAULTS.withOversubscription(Optional.of(how)), with(resources)));
  }

  private static AgentInfo with(String resources) {
    return INFO.toBuilder().addAllResources(Resources.parse(resources).toProtos()).build();
  }

  private static KernelScenario registered(KernelScenario fresh) {
    KernelScenario scenario =
        fresh.linkUp().masterSays(new ToAgent.Registered(AGENT, PING_TIMEOUT));
    scenario.effects.clear();
    return scenario;
  }

  private AgentKernel kernel(AgentState state) {
    return new AgentKernel(settings, info, state, ids);
  }

  private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  KernelScenario withLegacyFramework() {
    framework = framework.toBuilder().clearCapabilities().build();
    return this;
  }

  KernelScenario handle(AgentInput input) {
    AgentDecision decision = kernel.handle(now, input);
    decision.events().forEach(view::apply);
    decision.events().stream().filter(AgentEvent.Durable.class::isInstance).forEach(journal::add);
    for (AgentEffect effect : decision.effects()) {
      switch (effect) {
        case AgentEffect.StartTimer e -> timers.put(e.timer(), now.plus(e.delay()));
        case AgentEffect.CancelTimer e -> timers.remove(e.timer());
        default -> effects.add(effect);
      }
    }
    return this;
  }

  KernelScenario linkUp() {
    return handle(new AgentInput.LinkUp());
  }

  KernelScenario linkDown() {
    return handle(new AgentInput.LinkDown("test"));
  }

  KernelScenario masterSays(ToAgent message) {
    return handle(new AgentInput.FromMaster(message));
  }

  KernelScenario runTask(String id) {
    return runTask(task(id).build());
  }

  KernelScenario runTask(TaskInfo task) {
    return masterSays(new ToAgent.RunTask(framework, task, "*"));
  }

  KernelScenario runGroup(String executor, String... tasks) {
    return masterSays(
        new ToAgent.RunTaskGroup(
            framework,
            ExecutorInfo.newBuilder()
                .setType(ExecutorInfo.Type.DEFAULT)
                .setExecutorId(new ExecutorId(executor).toProto())
                .build(),
            List.of(tasks).stream().map(t -> task(t).build()).toList(),
            "*"));
  }

  static TaskInfo.Builder task(String id) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(new TaskId(id).toProto())
        .setAgentId(AGENT.toProto())
        .setCommand(CommandInfo.newBuilder().setValue("true"));
  }

  KernelScenario kill(String task, Optional<Duration> grace) {
    return masterSays(
        new ToAgent.KillTask(
            FRAMEWORK,
            new TaskId(task),
            grace.map(
                g ->
                    KillPolicy.newBuilder()
                        .setGracePeriod(
                            org.apache.mesos.v1.Protos.DurationInfo.newBuilder()
                                .setNanoseconds(g.toNanos()))
                        .build())));
  }

  KernelScenario kill(String task) {
    return kill(task, Optional.empty());
  }

  KernelScenario acknowledge(String task) {
    ByteString uuid = agentTask(task).updates().getFirst().getUuid();
    return acknowledge(task, uuid);
  }

  KernelScenario acknowledge(String task, ByteString uuid) {
    return masterSays(new ToAgent.AcknowledgeUpdate(FRAMEWORK, new TaskId(task), uuid));
  }

  KernelScenario acknowledgeAll(String task) {
    while (kernel.state().task(key(task)).filter(t -> !t.updates().isEmpty()).isPresent()) {
      acknowledge(task);
    }
    return this;
  }

  KernelScenario started(String task) {
    return handle(new AgentInput.ContainerStarted(runningContainer(task)));
  }

  RunningContainer runningContainer(String task) {
    return new RunningContainer(
        container(task),
        RuntimeKind.PROCESS,
        "4242:99",
        Optional.of(4242L),
        List.of("127.0.0.1"),
        "/sandbox/" + task,
        now);
  }

  KernelScenario launchFailed(String task, LaunchFailure failure) {
    return handle(new AgentInput.ContainerLaunchFailed(container(task), failure));
  }

  KernelScenario exited(String task, int code) {
    return exited(task, new ContainerExit.Exited(code));
  }

  KernelScenario exited(String task, ContainerExit exit) {
    return handle(new AgentInput.ContainerExited(container(task), exit));
  }

  /** A look at a task has found this. */
  KernelScenario probed(String task, CheckKind kind, ProbeResult... results) {
    return handle(new AgentInput.ProbeDone(container(task), kind, List.of(results)));
  }

  /** The looks at tasks that were begun since effects were last taken. */
  List<Probe> probes() {
    return effects().stream()
        .filter(AgentEffect.StartProbe.class::isInstance)
        .map(e -> ((AgentEffect.StartProbe) e).probe())
        .toList();
  }

  /** A task whose container runs and whose updates so far are acknowledged. */
  KernelScenario running(String task) {
    return running(task(task).build());
  }

  KernelScenario running(TaskInfo info) {
    String task = info.getTaskId().getValue();
    runTask(info).started(task).acknowledgeAll(task);
    effects.clear();
    return this;
  }

  /** Moves the clock and fires what becomes due, in order. */
  KernelScenario advance(Duration by) {
    Instant end = now.plus(by);
    while (true) {
      Optional<Map.Entry<AgentTimer, Instant>> next =
          timers.entrySet().stream()
              .filter(e -> !e.getValue().isAfter(end))
              .min(Map.Entry.comparingByValue());
      if (next.isEmpty()) {
        now = end;
        return this;
      }
      AgentTimer timer = next.get().getKey();
      now = next.get().getValue();
      timers.remove(timer);
      handle(new AgentInput.TimerFired(timer));
    }
  }

  /** The agent's process dies and another starts with nothing but the checkpoint. */
  KernelScenario restart(RecoveredContainer... containers) {
    timers.clear();
    effects.clear();
    kernel = kernel(AgentState.of(List.copyOf(journal)));
    view = new AgentView(List.copyOf(journal));
    return handle(new AgentInput.Recovered(List.of(containers)));
  }

  /** As {@link #restart}, after its machine was given other resources. */
  KernelScenario restartWith(String other) {
    info = with(other);
    return restart();
  }

  /** The agent learns which boot of its machine it runs in. */
  KernelScenario booted(String bootId) {
    return handle(new AgentInput.Recovered(List.of(), Optional.of(bootId)));
  }

  /** The agent's process dies and another starts, in this boot of the machine. */
  KernelScenario bootedAgain(String bootId, RecoveredContainer... containers) {
    timers.clear();
    effects.clear();
    kernel = kernel(AgentState.of(List.copyOf(journal)));
    view = new AgentView(List.copyOf(journal));
    return handle(new AgentInput.Recovered(List.of(containers), Optional.of(bootId)));
  }

  /** Takes the effects since the last call. */
  List<AgentEffect> effects() {
    List<AgentEffect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  List<FromAgent> sent() {
    return effects().stream()
        .filter(AgentEffect.Send.class::isInstance)
        .map(e -> ((AgentEffect.Send) e).message())
        .toList();
  }

  List<TaskStatus> sentUpdates() {
    return sent().stream()
        .filter(FromAgent.StatusUpdate.class::isInstance)
        .map(m -> ((FromAgent.StatusUpdate) m).status())
        .toList();
  }

  List<TaskState> sentStates() {
    return sentUpdates().stream().map(TaskStatus::getState).toList();
  }

  List<AgentEvent> journal() {
    return journal;
  }

  /** What readers see. */
  AgentSnapshot seen() {
    return view.snapshot();
  }

  AgentState state() {
    return kernel.state();
  }

  AgentTask agentTask(String task) {
    return kernel.state().task(key(task)).orElseThrow();
  }

  boolean knows(String task) {
    return kernel.state().task(key(task)).isPresent();
  }

  ContainerId container(String task) {
    return agentTask(task).container();
  }

  Optional<Duration> timer(AgentTimer timer) {
    return Optional.ofNullable(timers.get(timer)).map(at -> Duration.between(now, at));
  }

  FrameworkInfo framework() {
    return framework;
  }

  static TaskKey key(String task) {
    return new TaskKey(FRAMEWORK, new TaskId(task));
  }
}
