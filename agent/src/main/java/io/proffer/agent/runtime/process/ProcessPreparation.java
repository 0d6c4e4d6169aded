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
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Volume;

/** Everything that must be there before a task's process can start. */
final class ProcessPreparation {

  /** All that a task inherits of the agent's own environment. */
  private static final List<String> INHERITED = List.of("PATH", "LANG", "LC_ALL", "TZ");

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final ProcessRuntimeSettings settings;
  private final UserAccounts users;
  private final ExitRecords records;

  ProcessPreparation(ProcessRuntimeSettings settings, UserAccounts users, ExitRecords records) {
    this.settings = settings;
    this.users = users;
    this.records = records;
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
    if (command.getUrisCount() > 0) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "the command has URIs to fetch, which this agent cannot do yet: "
              + command.getUris(0).getValue());
    }
    Optional<UserAccount> user = user(spec);
    Path sandbox = settings.sandboxes().create(spec);
    link(spec, sandbox);
    Map<String, String> environment = environment(spec, sandbox, user);
    CommandLine line = CommandLine.of(command, environment, sandbox);
    if (user.isPresent()) {
      giveTo(user.get(), sandbox);
      line = line.as(user.get());
    }
    List<Path> joined = groups.make();
    line = recorded(spec) ? line.in(joined, records.file(spec.id())) : line.in(joined);
    return new ProcessCommand(
        line.executable(),
        line.arguments(),
        environment,
        sandbox,
        sandbox.resolve("stdout"),
        sandbox.resolve("stderr"));
  }

  /** The user to switch to; empty when the task runs as the agent's own. */
  private Optional<UserAccount> user(ContainerSpec spec) throws LaunchException {
    CommandInfo command = spec.command();
    String name = command.hasUser() ? command.getUser() : spec.framework().getUser();
    if (name.isEmpty() || !settings.switchUser() || !users.agentIsRoot()) {
      return Optional.empty();
    }
    Optional<UserAccount> account = users.find(name);
    if (account.isEmpty()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "the user '" + name + "' does not exist on the agent's machine");
    }
    return account.filter(a -> !users.isOwn(a));
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
    environment.putAll(
        TaskEnvironment.of(spec, sandbox.toString(), settings.ip(), settings.endpoint()));
    return environment;
  }

  /** Without an image there is no file system to mount into: a volume is a link in the sandbox. */
  private static void link(ContainerSpec spec, Path sandbox) throws LaunchException {
    if (!spec.work().hasContainer()) {
      return;
    }
    ContainerInfo container = spec.container();
    for (Volume volume : container.getVolumesList()) {
      Path at = Path.of(volume.getContainerPath());
      Path link = sandbox.resolve(at).normalize();
      if (at.isAbsolute() || !link.startsWith(sandbox) || !volume.hasHostPath()) {
        throw new LaunchException(
            LaunchFailure.Kind.COMMAND,
            "volume '"
                + volume.getContainerPath()
                + "': a task without an image can only have host paths, at a relative container"
                + " path");
      }
      try {
        Files.createDirectories(sandbox.resolve(at).resolve("..").normalize());
        Files.createSymbolicLink(link, Path.of(volume.getHostPath()));
      } catch (IOException e) {
        throw new LaunchException(
            LaunchFailure.Kind.SANDBOX,
            "volume '" + volume.getContainerPath() + "': " + IoTrouble.describe(e));
      }
    }
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
