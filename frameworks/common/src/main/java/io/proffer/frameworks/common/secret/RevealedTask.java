package io.proffer.frameworks.common.secret;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;

/**
 * Puts the values of secrets into a task that only names them. What cannot be found stays a
 * reference, which the agent refuses with a message that names it, so that the task's failure says
 * what is missing.
 */
public final class RevealedTask {

  private final SecretStore store;

  public RevealedTask(SecretStore store) {
    this.store = store;
  }

  /** The task with all values that there are. */
  public TaskInfo of(TaskInfo task) {
    if (!names(task)) {
      return task;
    }
    TaskInfo.Builder out = task.toBuilder();
    if (out.hasCommand()) {
      reveal(out.getCommandBuilder());
    }
    if (out.hasContainer()) {
      reveal(out.getContainerBuilder());
    }
    if (out.hasExecutor()) {
      reveal(out.getExecutorBuilder().getCommandBuilder());
      if (out.getExecutor().hasContainer()) {
        reveal(out.getExecutorBuilder().getContainerBuilder());
      }
    }
    return out.build();
  }

  /** Whether a task may name a secret: most do not, and are left as they are. */
  private static boolean names(TaskInfo task) {
    return task.hasContainer()
        || task.hasExecutor()
        || task.getCommand().getEnvironment().getVariablesList().stream()
            .anyMatch(Environment.Variable::hasSecret);
  }

  /** The same for tasks that are launched together. */
  public TaskGroupInfo of(TaskGroupInfo group) {
    return TaskGroupInfo.newBuilder()
        .addAllTasks(group.getTasksList().stream().map(this::of).toList())
        .build();
  }

  private void reveal(CommandInfo.Builder command) {
    if (command.hasEnvironment()) {
      for (Environment.Variable.Builder variable :
          command.getEnvironmentBuilder().getVariablesBuilderList()) {
        if (variable.hasSecret()) {
          reveal(variable.getSecretBuilder());
        }
      }
    }
  }

  private void reveal(ContainerInfo.Builder container) {
    for (Volume.Builder volume : container.getVolumesBuilderList()) {
      if (volume.hasSource() && volume.getSource().hasSecret()) {
        reveal(volume.getSourceBuilder().getSecretBuilder());
      }
    }
    if (container.getMesos().getImage().getDocker().hasConfig()) {
      reveal(container.getMesosBuilder().getImageBuilder().getDockerBuilder().getConfigBuilder());
    }
  }

  private void reveal(Secret.Builder secret) {
    if (secret.getType() == Secret.Type.REFERENCE) {
      Optional<ByteString> value = store.value(secret.getReference().getName());
      value.ifPresent(
          known ->
              secret
                  .clearReference()
                  .setType(Secret.Type.VALUE)
                  .setValue(Secret.Value.newBuilder().setData(known)));
    }
  }
}
