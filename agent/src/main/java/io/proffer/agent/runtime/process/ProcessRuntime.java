package io.proffer.agent.runtime.process;

import com.sun.jna.Native;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.ContainerLife;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.LaunchPool;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.TaskRuntime;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.usage.SessionUsage;
import io.proffer.core.protocol.TaskSignal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks as processes of the agent's machine, each the leader of its own session, so that they
 * outlive the agent. A few threads start processes and one sees them end, however many there are.
 */
public final class ProcessRuntime implements TaskRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessRuntime.class);
  private static final long CLOSE_PATIENCE_MILLIS = 5_000;

  private final ProcessRuntimeSettings settings;
  private final RuntimeListener listener;
  private final ChildProcesses processes;
  private final Cgroups cgroups;
  private final Privileges privileges;
  private final ExitRecords records;
  private final PodNamespaces pods;
  private final ProcessPreparation preparation;
  private final ProcessExecutions executions;
  private final ExecutorService launcher;
  private final SessionUsage sessions = new SessionUsage();
  private final Map<ContainerId, ProcessContainer> containers = new ConcurrentHashMap<>();
  private final MemoryWatch memory = new MemoryWatch(containers::values, this::exceeded);

  private ProcessRuntime(
      ProcessRuntimeSettings settings,
      RuntimeListener listener,
      ChildProcesses processes,
      Cgroups cgroups,
      UserAccounts users,
      Privileges privileges) {
    this.settings = settings;
    this.listener = listener;
    this.processes = processes;
    this.cgroups = cgroups;
    this.privileges = privileges;
    this.records = new ExitRecords(settings.sandboxes().layout().exits());
    this.pods = new PodNamespaces(settings.sandboxes().layout().pods(), privileges);
    this.preparation = new ProcessPreparation(settings, users, privileges, records, pods);
    this.executions = new ProcessExecutions(processes, Native.load("c", LibC.class));
    this.launcher = LaunchPool.create("process-launcher", settings.launchThreads());
  }

  /**
   * @throws IllegalStateException when this machine lacks what is needed, saying what
   */
  public static ProcessRuntime open(ProcessRuntimeSettings settings, RuntimeListener listener) {
    ChildProcesses processes =
        PidfdProcesses.open()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "running tasks as processes needs 64-bit Linux 5.4 or later with glibc 2.34"
                            + " or later"));
    LibC libc = Native.load("c", LibC.class);
    IsolationOptions isolation = settings.isolation();
    Cgroups cgroups =
        isolation.useCgroups()
            ? CgroupDetection.detect(
                name(settings.sandboxes().layout().workDir()),
                isolation,
                pid -> libc.kill((int) pid, Signal.KILL.number()))
            : new NoCgroups("switched off");
    ProcessRuntime runtime =
        new ProcessRuntime(
            settings, listener, processes, cgroups, new UserAccounts(libc), Privileges.own());
    runtime.memory.start();
    return runtime;
  }

  /** No two agents of a machine share a work directory, and one keeps it when it is restarted. */
  private static String name(Path workDir) {
    return UUID.nameUUIDFromBytes(workDir.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  public RuntimeKind kind() {
    return RuntimeKind.PROCESS;
  }

  /** What brings no file system along. */
  @Override
  public boolean takes(ContainerWork work) {
    return !work.hasImage();
  }

  @Override
  public List<String> describe() {
    return List.of("processes: " + cgroups.describe());
  }

  @Override
  public List<Unenforced> unenforced() {
    List<Unenforced> all = new ArrayList<>(cgroups.unenforced());
    all.addAll(privileges.unenforced());
    if (settings.isolation().privateTmp()) {
      PrivateTmp.unavailable(settings, privileges)
          .ifPresent(why -> all.add(new Unenforced("process/private_tmp", why)));
    }
    return all;
  }

  @Override
  public void launch(ContainerSpec spec) {
    ProcessContainer container = container(spec);
    containers.put(spec.id(), container);
    try {
      launcher.execute(() -> start(spec, container));
    } catch (RejectedExecutionException e) {
      fail(
          container,
          new LaunchFailure(LaunchFailure.Kind.RUNTIME, "too many launches are waiting"));
    }
  }

  private void start(ContainerSpec spec, ProcessContainer container) {
    try {
      if (container.life().cancelled()) {
        throw new LaunchException(LaunchFailure.Kind.CANCELLED, "the launch was cancelled");
      }
      ResourceLimits limits = ResourceLimits.of(spec.resources(), settings.isolation().boundCpus());
      ProcessCommand command =
          preparation.prepare(spec, () -> cgroups.create(container.group(), limits));
      long pid = processes.spawn(command, container::exited);
      container.life().started(running(spec, pid, command.directory()));
    } catch (LaunchException e) {
      fail(container, e.failure());
    } catch (RuntimeException e) {
      LOG.error("launching {} failed", spec.id(), e);
      fail(
          container, new LaunchFailure(LaunchFailure.Kind.RUNTIME, String.valueOf(e.getMessage())));
    }
  }

  private void fail(ProcessContainer container, LaunchFailure failure) {
    container.remove();
    containers.remove(container.life().id());
    container.life().failed(failure);
  }

  private RunningContainer running(ContainerSpec spec, long pid, Path sandbox) {
    // A zombie has its identity still; only the watcher's reaping, which may win, takes it away.
    String handle = ProcFs.identity(pid).map(ProcFs.Identity::handle).orElse(pid + ":0:ended");
    return new RunningContainer(
        spec.id(),
        RuntimeKind.PROCESS,
        handle,
        Optional.of(pid),
        settings.ip().isEmpty() || PodNamespace.ownNetwork(spec)
            ? List.of()
            : List.of(settings.ip()),
        sandbox.toString(),
        Instant.now());
  }

  @Override
  public void cancel(ContainerId id) {
    Optional.ofNullable(containers.get(id)).ifPresent(c -> c.life().cancel());
  }

  @Override
  public void signal(ContainerId id, Signal signal) {
    Optional.ofNullable(containers.get(id))
        .flatMap(c -> c.life().running())
        .flatMap(RunningContainer::pid)
        .ifPresent(pid -> processes.signal(pid, signal));
  }

  @Override
  public void signalMain(ContainerId id, TaskSignal signal) throws LaunchException {
    ProcessContainer container = containers.get(id);
    Optional<Long> leader =
        Optional.ofNullable(container)
            .flatMap(c -> c.life().running())
            .flatMap(RunningContainer::pid);
    if (container == null || leader.isEmpty()) {
      throw new LaunchException(
          LaunchFailure.Kind.CANCELLED, "container " + id + " does not run any more");
    }
    processes.signalOne(MainProcess.of(leader.get(), container), signal.number());
  }

  @Override
  public void exceeded(ContainerId id, ContainerExit.LimitExceeded limit) {
    Optional.ofNullable(containers.get(id)).ifPresent(c -> c.life().exceeded(limit));
    signal(id, Signal.KILL);
  }

  @Override
  public void resize(ContainerId id, ContainerResources resources) {
    ProcessContainer container = containers.get(id);
    if (container != null) {
      ResourceLimits limits = ResourceLimits.of(resources, settings.isolation().boundCpus());
      try {
        launcher.execute(() -> cgroups.resize(container.group(), limits));
      } catch (RejectedExecutionException e) {
        LOG.warn("The limits of {} stay as they are: too much is waiting", id);
      }
    }
  }

  @Override
  public boolean has(ContainerId id) {
    return containers.containsKey(id);
  }

  @Override
  public Execution execute(ContainerId id, ExecRequest request) throws LaunchException {
    return executions.start(
        beside(id, request.command())
            .orElseThrow(
                () ->
                    new LaunchException(
                        LaunchFailure.Kind.CANCELLED, "container " + id + " has ended")),
        request);
  }

  @Override
  public void remove(ContainerId id) {
    Optional<ProcessContainer> known = Optional.ofNullable(containers.remove(id));
    Runnable removal =
        () -> known.ifPresentOrElse(ProcessContainer::remove, () -> removeUnknown(id));
    try {
      launcher.execute(removal);
    } catch (RejectedExecutionException e) {
      removal.run();
    }
  }

  /** What an earlier agent had seen to end, but may not have lived to remove. */
  private void removeUnknown(ContainerId id) {
    cgroups.remove(id.value());
    records.remove(id);
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    Set<ContainerId> ids = launched.stream().map(l -> l.spec().id()).collect(Collectors.toSet());
    records.retain(ids);
    cgroups.retain(ids.stream().map(ContainerId::value).collect(Collectors.toSet()));
    List<RecoveredContainer> recovered = launched.stream().map(this::recover).toList();
    List<ContainerSpec> alive = alive(recovered, launched);
    new Strays(settings.sandboxes().layout().slaves(), cgroups, ProcessRuntime::kill)
        .endAllBut(
            alive.stream()
                .map(spec -> settings.sandboxes().layout().sandbox(spec))
                .collect(Collectors.toSet()));
    pods.recover(alive);
    return recovered;
  }

  private static List<ContainerSpec> alive(
      List<RecoveredContainer> recovered, List<LaunchedContainer> launched) {
    Set<ContainerId> alive =
        recovered.stream()
            .filter(RecoveredContainer.Alive.class::isInstance)
            .map(RecoveredContainer::id)
            .collect(Collectors.toSet());
    return launched.stream()
        .map(LaunchedContainer::spec)
        .filter(spec -> alive.contains(spec.id()))
        .toList();
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private RecoveredContainer recover(LaunchedContainer launched) {
    ContainerSpec spec = launched.spec();
    Optional<RunningContainer> known = launched.running().or(() -> findStarted(spec));
    ProcessContainer container = container(spec);
    if (known.isEmpty()) {
      container.remove();
      return new RecoveredContainer.NeverStarted(spec.id());
    }
    boolean alive =
        ProcFs.Identity.parse(known.get().handle())
            .filter(ProcFs::alive)
            .filter(p -> processes.adopt(p.pid(), container::exited))
            .isPresent();
    containers.put(spec.id(), container);
    if (alive) {
      container.life().recovered(known.get());
      return new RecoveredContainer.Alive(known.get());
    }
    return new RecoveredContainer.Ended(
        known.get(),
        container.meaning(
            new ContainerExit.Unknown(
                "The process ended while the agent was down; its exit status is not known")));
  }

  /** A launch whose outcome the earlier agent did not live to write down. */
  private Optional<RunningContainer> findStarted(ContainerSpec spec) {
    Path sandbox = settings.sandboxes().layout().sandbox(spec);
    Optional<Long> pid =
        ProcFs.findSessionLeader("MESOS_SANDBOX=" + sandbox).map(ProcFs.Identity::pid);
    if (pid.isPresent()) {
      return Optional.of(running(spec, pid.get(), sandbox));
    }
    // The standard output is made by the starting process itself.
    return Files.exists(sandbox.resolve("stdout"))
        ? Optional.of(
            new RunningContainer(
                spec.id(),
                RuntimeKind.PROCESS,
                "0:0:ended",
                Optional.empty(),
                List.of(),
                sandbox.toString(),
                Instant.now()))
        : Optional.empty();
  }

  @Override
  public Optional<Usage> usage(ContainerId id) {
    return Optional.ofNullable(containers.get(id))
        .flatMap(c -> c.life().running())
        .flatMap(RunningContainer::pid)
        .flatMap(sessions::usage);
  }

  /**
   * What runs a command beside a task that runs, held to the task's limits. Whoever starts it sees
   * to its input and output, and to its end; it ends with the task at the latest. May wait a moment
   * for a task that has just been started.
   *
   * @return empty when there is no such task, or it has ended
   * @throws LaunchException when there is no such command, or no such user
   */
  public Optional<BesideCommand> beside(ContainerId id, CommandInfo command)
      throws LaunchException {
    ProcessContainer container = containers.get(id);
    Optional<Long> pid =
        Optional.ofNullable(container)
            .flatMap(c -> c.life().running())
            .flatMap(RunningContainer::pid);
    if (container == null || pid.isEmpty()) {
      return Optional.empty();
    }
    List<Path> groups = cgroups.join(container.group());
    return Optional.of(preparation.beside(container.spec(), command, groups, pid.get()));
  }

  private ProcessContainer container(ContainerSpec spec) {
    return new ProcessContainer(
        spec,
        new ContainerLife(spec.id(), listener),
        ProcessPreparation.recorded(spec),
        records,
        spec.id().value(),
        cgroups,
        pods);
  }

  @Override
  public void close() {
    memory.close();
    launcher.shutdown();
    try {
      // What is being removed is gone when this returns.
      if (!launcher.awaitTermination(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        launcher.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    processes.close();
    cgroups.close();
  }
}
