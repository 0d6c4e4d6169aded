package io.proffer.batch.kernel;

import io.proffer.batch.model.RunSpec;
import io.proffer.frameworks.common.secret.SecretMessage;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Volume;

/** Says what a task finds in its container, and which of its variables are secrets. */
final class VolumeMaker {

  private VolumeMaker() {}

  static boolean hasVolumes(RunSpec spec) {
    return !spec.volumes().isEmpty() || !spec.secrets().files().isEmpty();
  }

  static void volumes(ContainerInfo.Builder container, RunSpec spec) {
    for (RunSpec.HostVolume volume : spec.volumes()) {
      container
          .addVolumesBuilder()
          .setContainerPath(volume.containerPath())
          .setHostPath(volume.hostPath())
          .setMode(volume.readOnly() ? Volume.Mode.RO : Volume.Mode.RW);
    }
    spec.secrets()
        .files()
        .forEach(
            (path, secret) ->
                container
                    .addVolumesBuilder()
                    .setContainerPath(path)
                    .setMode(Volume.Mode.RO)
                    .getSourceBuilder()
                    .setType(Volume.Source.Type.SECRET)
                    .setSecret(SecretMessage.of(spec.secrets().source(secret))));
  }

  static void secrets(CommandInfo.Builder command, RunSpec spec) {
    spec.secrets()
        .variables()
        .forEach(
            (name, secret) ->
                command
                    .getEnvironmentBuilder()
                    .addVariablesBuilder()
                    .setName(name)
                    .setType(Environment.Variable.Type.SECRET)
                    .setSecret(SecretMessage.of(spec.secrets().source(secret))));
  }
}
