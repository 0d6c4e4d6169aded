package io.proffer.core.model;

import com.google.protobuf.ByteString;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.Volume;

/**
 * Takes the values of secrets out of what is shown to people and programs that may see everything
 * else. That there is a secret, and of what type, stays. What has none is given back as it is.
 */
public final class Secrets {

  private Secrets() {}

  /** The container, without the content of its secret volumes. */
  public static ContainerInfo hidden(ContainerInfo container) {
    if (container.getVolumesList().stream().noneMatch(v -> hasValue(v.getSource().getSecret()))) {
      return container;
    }
    ContainerInfo.Builder hidden = container.toBuilder();
    for (Volume.Builder volume : hidden.getVolumesBuilderList()) {
      if (hasValue(volume.getSource().getSecret())) {
        hide(volume.getSourceBuilder().getSecretBuilder());
      }
    }
    return hidden.build();
  }

  /** The command, without the content of its secret variables. */
  public static CommandInfo hidden(CommandInfo command) {
    if (command.getEnvironment().getVariablesList().stream()
        .noneMatch(v -> hasValue(v.getSecret()))) {
      return command;
    }
    CommandInfo.Builder hidden = command.toBuilder();
    for (Environment.Variable.Builder variable :
        hidden.getEnvironmentBuilder().getVariablesBuilderList()) {
      if (hasValue(variable.getSecret())) {
        hide(variable.getSecretBuilder());
      }
    }
    return hidden.build();
  }

  /** The executor, without the content of its secrets. */
  public static ExecutorInfo hidden(ExecutorInfo executor) {
    CommandInfo command = hidden(executor.getCommand());
    ContainerInfo container = hidden(executor.getContainer());
    boolean same =
        command.equals(executor.getCommand()) && container.equals(executor.getContainer());
    if (same) {
      return executor;
    }
    ExecutorInfo.Builder hidden = executor.toBuilder();
    if (executor.hasCommand()) {
      hidden.setCommand(command);
    }
    if (executor.hasContainer()) {
      hidden.setContainer(container);
    }
    return hidden.build();
  }

  private static boolean hasValue(Secret secret) {
    return secret.hasValue() && !secret.getValue().getData().isEmpty();
  }

  /** The field is required: it stays, with nothing in it. */
  private static void hide(Secret.Builder secret) {
    secret.getValueBuilder().setData(ByteString.EMPTY);
  }
}
