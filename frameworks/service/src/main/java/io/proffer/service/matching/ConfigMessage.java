package io.proffer.service.matching;

import com.google.protobuf.ByteString;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.ConfigUse;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;

/** What an instance is given of the framework's configuration. */
public final class ConfigMessage {

  private ConfigMessage() {}

  /** The task with its configuration; what the app itself says of a variable wins. */
  public static TaskInfo configured(TaskInfo task, App app, Map<String, ConfigMap> known) {
    TaskInfo.Builder out = task.toBuilder();
    for (ConfigUse use : app.spec().extension().configs()) {
      ConfigMap config = known.get(use.name());
      if (config != null) {
        config
            .entries()
            .forEach(
                (key, value) ->
                    use.directory()
                        .ifPresentOrElse(
                            directory -> file(container(out), directory + "/" + key, value),
                            () -> variable(command(out), app, use.prefix() + safe(key), value)));
      }
    }
    return out.build();
  }

  private static CommandInfo.Builder command(TaskInfo.Builder task) {
    return task.hasExecutor()
        ? task.getExecutorBuilder().getCommandBuilder()
        : task.getCommandBuilder();
  }

  private static ContainerInfo.Builder container(TaskInfo.Builder task) {
    ContainerInfo.Builder container =
        task.hasExecutor()
            ? task.getExecutorBuilder().getContainerBuilder()
            : task.getContainerBuilder();
    return container.hasType() ? container : container.setType(ContainerInfo.Type.MESOS);
  }

  private static void variable(CommandInfo.Builder command, App app, String name, String value) {
    if (!app.spec().env().containsKey(name)) {
      command.getEnvironmentBuilder().addVariablesBuilder().setName(name).setValue(value);
    }
  }

  /** The agent writes it, for the task alone; it does so with values of secrets. */
  private static void file(ContainerInfo.Builder container, String path, String value) {
    container
        .addVolumesBuilder()
        .setMode(Volume.Mode.RO)
        .setContainerPath(path)
        .getSourceBuilder()
        .setType(Volume.Source.Type.SECRET)
        .getSecretBuilder()
        .setType(Secret.Type.VALUE)
        .setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8(value)));
  }

  private static String safe(String key) {
    return key.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
