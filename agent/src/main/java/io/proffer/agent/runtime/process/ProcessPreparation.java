package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.TaskEnvironment;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/** Everything that must be there before a task's process can start. */
final class ProcessPreparation {

  /** All that a task inherits of the agent's own environment. */
  private static final List<String> INHERITED = List.of("PATH", "LANG", "LC_ALL", "TZ");

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final ProcessRuntimeSettings settings;
  private final UserAccounts users;
  private final Privileges privileges;
  private final ExitRecords records;
  private final PodNamespaces pods;

  ProcessPreparation(
      ProcessRuntimeSettings settings,
      UserAccounts users,
      Privileges privileges,
      ExitRecords records,
      PodNamespaces pods) {
    this.settings = settings;
    this.users = users;
    this.privileges = privileges;
    this.records = records;
    this.pods = pods;
  }

  /** Frameworks that asked for checkpoints pay with a waiting shell for each task. */
  static boolean recorded(ContainerSpec spec) {
    return spec.framework().getCheckpoint();
  }

  /** Makes a container's control groups; gives the files through which to join them. */
  interface Groups {
    List<Path> make() throws LaunchException;
  }

  ProcessCommand prepare(ContainerSpec spec, Groups groups) throws LaunchException {
    CommandInfo command = spec.command();
    if (spec.container().hasTtyInfo()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "'container.tty_info' needs a Docker image: the terminal of a process would end with the"
              + " agent's own, which tasks outlive");
    }
    Confinement confinement = Confinement.of(spec, user(command, spec), privileges);
    Path sandbox = settings.sandboxes().create(spec);
    Map<String, String> environment = environment(spec, sandbox, confinement.user());
    CommandLine line = CommandLine.of(command, environment, sandbox);
    if (confinement.user().isPresent()) {
      giveTo(confinement.user().get(), sandbox);
    }
    SandboxVolumes volumes = SandboxVolumes.of(spec, settings.sandboxes().layout(), sandbox);
    confinement = withReadOnly(volumes, confinement);
    volumes.place();
    if (settings.isolation().privateTmp()
        && PrivateTmp.unavailable(settings, privileges).isEmpty()) {
      confinement = confinement.with(PrivateTmp.in(sandbox), privileges);
    }
    Optional<PodNamespace> pod = pods.join(spec);
    confinement = with(pod, confinement);
    TaskVariables variables = confinement.variables(environment);
    line = inside(pod, confinement.around(variables.giveTo(line), privileges));
    List<Path> joined = groups.make();
    line = recorded(spec) ? line.in(joined, records.file(spec.id())) : line.in(joined);
    return new ProcessCommand(
        line.executable(),
        line.arguments(),
        variables.harmless(),
        sandbox,
        ProcessCommand.NOWHERE,
        sandbox.resolve("stdout"),
        sandbox.resolve("stderr"));
  }

  /**
   * What runs a command beside a task that runs: in its control groups and namespaces, as its user
   * or the one the command names, with its environment and what the command adds to it.
   *
   * @param groups through which its control groups are joined
   * @param pid of the leader of the task's session
   */
  BesideCommand beside(ContainerSpec spec, CommandInfo command, List<Path> groups, long pid)
      throws LaunchException {
    CommandInfo asked = command.hasUser() ? command : spec.command();
    Confinement confinement = Confinement.of(spec, user(asked, spec), privileges);
    Path sandbox = settings.sandboxes().layout().sandbox(spec);
    confinement =
        withReadOnly(SandboxVolumes.of(spec, settings.sandboxes().layout(), sandbox), confinement);
    if (Files.isDirectory(sandbox.resolve(PrivateTmp.DIRECTORY))) {
      confinement = confinement.with(PrivateTmp.in(sandbox), privileges);
    }
    Optional<PodNamespace> pod = pods.of(spec);
    confinement = with(pod, confinement);
    Map<String, String> environment = environment(spec, sandbox, confinement.user());
    environment.putAll(TaskEnvironment.own(command));
    TaskVariables variables = confinement.variables(environment);
    CommandLine line = variables.giveTo(CommandLine.of(command, environment, sandbox));
    line = inside(pod, confinement.beside(pid, recorded(spec), line, privileges)).in(groups);
    return new BesideCommand(
        line.executable(), line.arguments(), variables.harmless(), sandbox, confinement.user());
  }

  private Confinement with(Optional<PodNamespace> pod, Confinement own) throws LaunchException {
    Optional<BindMount> shm = pod.flatMap(PodNamespace::shm);
    return shm.isPresent() ? own.with(shm.get(), privileges) : own;
  }

  private CommandLine inside(Optional<PodNamespace> pod, CommandLine line) {
    return pod.map(p -> line.by(p.nsenter(privileges.tools()))).orElse(line);
  }

  /** The user to switch to; empty when the task runs as the agent's own. */
  private Optional<UserAccount> user(CommandInfo command, ContainerSpec spec)
      throws LaunchException {
    String name = command.hasUser() ? command.getUser() : spec.framework().getUser();
    if (name.isEmpty() || !settings.isolation().switchUser()) {
      return Optional.empty();
    }
    Optional<UserAccount> account = users.find(name);
    if (account.isEmpty()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "the user '" + name + "' does not exist on the agent's machine");
    }
    if (users.isOwn(account.get())) {
      return Optional.empty();
    }
    Optional<String> why = privileges.noUsers();
    if (why.isPresent()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND, "the task cannot run as '" + name + "': " + why.get());
    }
    return account;
  }

  private Map<String, String> environment(
      ContainerSpec spec, Path sandbox, Optional<UserAccount> user) throws LaunchException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", DEFAULT_PATH);
    Map<String, String> own = System.getenv();
    for (String name : INHERITED) {
      Optional.ofNullable(own.get(name)).ifPresent(v -> environment.put(name, v));
    }
    environment.put(
        "HOME",
        user.map(u -> u.home().toString())
            .orElseGet(() -> System.getProperty("user.home", sandbox.toString())));
    environment.put(
        "USER", user.map(UserAccount::name).orElseGet(() -> System.getProperty("user.name", "")));
    environment.putAll(TaskEnvironment.of(spec, sandbox.toString(), ip(spec), settings.endpoint()));
    if (!spec.gpus().isEmpty()) {
      // What programs that use GPUs go by: nothing else keeps processes apart there.
      environment.put("CUDA_VISIBLE_DEVICES", String.join(",", spec.gpus()));
      environment.put("NVIDIA_VISIBLE_DEVICES", String.join(",", spec.gpus()));
    }
    return environment;
  }

  private String ip(ContainerSpec spec) {
    return PodNamespace.ownNetwork(spec) ? "127.0.0.1" : settings.ip();
  }

  /** What of its volumes only it may see, and only read. */
  private Confinement withReadOnly(SandboxVolumes volumes, Confinement confinement)
      throws LaunchException {
    Confinement with = confinement;
    for (BindMount mount : volumes.mounts()) {
      Optional<String> why = privileges.noNamespaces();
      if (why.isPresent()) {
        // A link would let it write.
        throw new LaunchException(
            LaunchFailure.Kind.COMMAND,
            "a read-only volume is not possible for a task without an image here: " + why.get());
      }
      with = with.with(mount, privileges);
    }
    return with;
  }

  private static void giveTo(UserAccount user, Path sandbox) throws LaunchException {
    try {
      Files.setAttribute(sandbox, "unix:uid", user.uid());
      Files.setAttribute(sandbox, "unix:gid", user.gid());
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          "the sandbox cannot be given to user '" + user.name() + "': " + IoTrouble.describe(e));
    }
  }
}
