package io.proffer.agent.runtime;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SecretFiles;
import io.proffer.agent.sandbox.fetch.Owner;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.Volume;

/**
 * Makes of a container with secrets one without: a secret volume becomes a file of the machine that
 * only the container's user can read; a secret variable becomes an ordinary one. In a Docker
 * container, whose variables anybody sees who may ask the engine, a shell reads it from such a file
 * before it runs the command; only where there is no shell in the command it has to be an ordinary
 * variable there too.
 */
final class SecretRevelation {

  private static final String VARIABLES = "variables";
  private static final String VOLUME = "volume-";

  /** Where the shell of a Docker container finds them. */
  private static final String VARIABLES_INSIDE = "/run/proffer/secret-variables";

  private final SecretFiles files;
  private final SandboxOwners owners;

  SecretRevelation(SecretFiles files, SandboxOwners owners) {
    this.files = files;
    this.owners = owners;
  }

  static boolean needed(ContainerSpec spec) {
    return spec.container().getVolumesList().stream().anyMatch(SecretRevelation::secret)
        || spec.command().getEnvironment().getVariablesList().stream()
            .anyMatch(SecretRevelation::secret);
  }

  private static boolean secret(Volume volume) {
    return volume.getSource().getType() == Volume.Source.Type.SECRET;
  }

  private static boolean secret(Environment.Variable variable) {
    return variable.getType() == Environment.Variable.Type.SECRET;
  }

  ContainerSpec reveal(ContainerSpec spec) throws LaunchException {
    Optional<Owner> owner = owners.of(spec);
    ContainerInfo.Builder container = spec.container().toBuilder();
    CommandInfo.Builder command = spec.command().toBuilder();
    try {
      revealVolumes(spec, container, owner);
      if (spec.work().hasImage() && command.getShell() && command.hasValue()) {
        revealToShell(spec, command, container, owner);
      } else {
        revealVariables(command);
      }
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX, "its secrets cannot be written: " + IoTrouble.describe(e));
    }
    return with(spec, command.build(), container.build());
  }

  /** The same container with ordinary variables; its files stay as they are. */
  static ContainerSpec revealVariables(ContainerSpec spec) throws LaunchException {
    CommandInfo.Builder command = spec.command().toBuilder();
    revealVariables(command);
    return with(spec, command.build(), spec.container());
  }

  private void revealVolumes(
      ContainerSpec spec, ContainerInfo.Builder container, Optional<Owner> owner)
      throws IOException, LaunchException {
    int index = 0;
    // A process has a copy of its own and a link to it, for which nothing has to be mounted.
    Volume.Mode mode =
        container.getType() == ContainerInfo.Type.DOCKER ? Volume.Mode.RO : Volume.Mode.RW;
    for (Volume.Builder volume : container.getVolumesBuilderList()) {
      if (volume.getSource().getType() == Volume.Source.Type.SECRET) {
        ByteString value =
            value(volume.getSource().getSecret(), "volume '" + volume.getContainerPath() + "'");
        String file = files.write(spec.id(), VOLUME + index++, value, owner).toString();
        volume.setMode(mode).clearSource().setHostPath(file);
      }
    }
  }

  /** The names of the files that a container's secret volumes are, by their container paths. */
  static Map<String, String> names(ContainerInfo container) {
    Map<String, String> names = new LinkedHashMap<>();
    container.getVolumesList().stream()
        .filter(SecretRevelation::secret)
        .forEach(volume -> names.put(volume.getContainerPath(), VOLUME + names.size()));
    return names;
  }

  private static void revealVariables(CommandInfo.Builder command) throws LaunchException {
    for (Environment.Variable.Builder variable :
        command.getEnvironmentBuilder().getVariablesBuilderList()) {
      if (variable.getType() == Environment.Variable.Type.SECRET) {
        String value = text(variable.build());
        variable.clearSecret().setType(Environment.Variable.Type.VALUE).setValue(value);
      }
    }
  }

  private void revealToShell(
      ContainerSpec spec,
      CommandInfo.Builder command,
      ContainerInfo.Builder container,
      Optional<Owner> owner)
      throws IOException, LaunchException {
    StringBuilder script = new StringBuilder();
    Environment.Builder plain = Environment.newBuilder();
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      if (!secret(variable)) {
        plain.addVariables(variable);
      } else if (variable.getName().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        String quoted = text(variable).replace("'", "'\\''");
        script.append("export %s='%s'%n".formatted(variable.getName(), quoted));
      } else {
        throw new LaunchException(
            LaunchFailure.Kind.COMMAND,
            "'" + variable.getName() + "' is no name for a variable that a shell can have");
      }
    }
    if (script.isEmpty()) {
      return;
    }
    String file =
        files
            .write(spec.id(), VARIABLES, ByteString.copyFromUtf8(script.toString()), owner)
            .toString();
    container.addVolumes(
        Volume.newBuilder()
            .setContainerPath(VARIABLES_INSIDE)
            .setMode(Volume.Mode.RO)
            .setHostPath(file));
    command.setEnvironment(plain).setValue(". " + VARIABLES_INSIDE + "\n" + command.getValue());
  }

  private static String text(Environment.Variable variable) throws LaunchException {
    ByteString value =
        value(variable.getSecret(), "environment variable '" + variable.getName() + "'");
    if (!value.isValidUtf8() || value.toStringUtf8().indexOf(0) >= 0) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "environment variable '" + variable.getName() + "' has a secret that is no text");
    }
    return value.toStringUtf8();
  }

  private static ByteString value(Secret secret, String where) throws LaunchException {
    if (secret.hasReference() || secret.getType() == Secret.Type.REFERENCE) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          where
              + " refers to the secret '"
              + secret.getReference().getName()
              + "' in a secret store, and this agent has none; give its value instead, with type"
              + " VALUE");
    }
    return secret.getValue().getData();
  }

  private static ContainerSpec with(
      ContainerSpec spec, CommandInfo command, ContainerInfo container) {
    return spec.with(
        switch (spec.work()) {
          case ContainerWork.Task w ->
              new ContainerWork.Task(
                  w.hasContainer()
                      ? w.info().toBuilder().setCommand(command).setContainer(container).build()
                      : w.info().toBuilder().setCommand(command).build());
          case ContainerWork.Executor w ->
              new ContainerWork.Executor(
                  w.hasContainer()
                      ? w.info().toBuilder().setCommand(command).setContainer(container).build()
                      : w.info().toBuilder().setCommand(command).build(),
                  w.resources(),
                  w.environment());
        });
  }
}
