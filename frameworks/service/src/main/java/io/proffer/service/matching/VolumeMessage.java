package io.proffer.service.matching;

import io.proffer.frameworks.common.secret.SecretMessage;
import io.proffer.service.model.Secrets;
import io.proffer.service.model.Volume;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Volume.Source;

/** Volumes as agents are told of them. */
final class VolumeMessage {

  private static final String DVDI = "dvdi/";

  private VolumeMessage() {}

  /** Not of persistent volumes, which are resources. */
  static Protos.Volume of(Volume volume, Secrets secrets) {
    Protos.Volume.Builder out = Protos.Volume.newBuilder().setContainerPath(volume.containerPath());
    return switch (volume) {
      case Volume.Host host ->
          out.setHostPath(host.hostPath()).setMode(mode(host.isReadOnly())).build();
      case Volume.Secret secret ->
          out.setMode(Protos.Volume.Mode.RO)
              .setSource(
                  Source.newBuilder()
                      .setType(Source.Type.SECRET)
                      .setSecret(SecretMessage.of(secrets.source(secret.secret()))))
              .build();
      case Volume.Persistent resource ->
          throw new IllegalArgumentException(resource + " is a resource");
      case Volume.External external ->
          out.setMode(mode(external.isReadOnly()))
              .setSource(
                  Source.newBuilder()
                      .setType(Source.Type.DOCKER_VOLUME)
                      .setDockerVolume(docker(external)))
              .build();
    };
  }

  private static Source.DockerVolume docker(Volume.External external) {
    Source.DockerVolume.Builder out =
        Source.DockerVolume.newBuilder().setDriver(external.driver()).setName(external.name());
    Map<String, String> options = new TreeMap<>();
    external
        .options()
        .forEach(
            (name, value) -> {
              if (name.startsWith(DVDI) && !name.equals(DVDI + "driver")) {
                options.put(name.substring(DVDI.length()), value);
              }
            });
    external.sizeGb().ifPresent(size -> options.put("size", Long.toString(size)));
    options.forEach(
        (name, value) ->
            out.getDriverOptionsBuilder()
                .addParameter(Parameter.newBuilder().setKey(name).setValue(value)));
    return out.build();
  }

  private static Protos.Volume.Mode mode(boolean readOnly) {
    return readOnly ? Protos.Volume.Mode.RO : Protos.Volume.Mode.RW;
  }
}
