package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Container;
import io.proffer.service.model.LinuxInfo;
import io.proffer.service.model.Network;
import io.proffer.service.model.PortMapping;
import io.proffer.service.model.Volume;
import java.util.Locale;

/** Writes containers. */
final class ContainerWriter {

  private ContainerWriter() {}

  static void write(ObjectNode out, Container container, AppSpec spec) {
    out.put("type", container.type().name());
    container.docker().ifPresent(docker -> docker(out.putObject("docker"), docker));
    ArrayNode volumes = out.putArray("volumes");
    container.volumes().forEach(volume -> volume(volumes.addObject(), volume));
    if (spec.networks().getFirst().mode() != Network.Mode.HOST) {
      ArrayNode mappings = out.putArray("portMappings");
      container.portMappings().forEach(mapping -> mapping(mappings.addObject(), mapping));
    }
    container.linuxInfo().ifPresent(info -> linux(out.putObject("linuxInfo"), info));
  }

  private static void docker(ObjectNode out, Container.Docker docker) {
    out.put("image", docker.image())
        .put("forcePullImage", docker.forcePullImage())
        .put("privileged", docker.privileged());
    ArrayNode parameters = out.putArray("parameters");
    docker
        .parameters()
        .forEach(p -> parameters.addObject().put("key", p.key()).put("value", p.value()));
    docker.pullSecret().ifPresent(name -> out.putObject("pullConfig").put("secret", name));
  }

  static void persistent(ObjectNode out, Volume.Persistent volume) {
    ObjectNode json = out.putObject("persistent");
    json.put("type", volume.disk().name().toLowerCase(Locale.ROOT));
    AppWriter.size(json, "size", volume.sizeMb());
    volume.maxSizeMb().ifPresent(size -> AppWriter.size(json, "maxSize", size));
    AppWriter.constraints(json, volume.paths());
  }

  private static void volume(ObjectNode out, Volume volume) {
    out.put("containerPath", volume.containerPath());
    switch (volume) {
      case Volume.Host host -> {
        out.put("hostPath", host.hostPath());
        mode(out, host.isReadOnly());
      }
      case Volume.Secret secret -> out.put("secret", secret.secret());
      case Volume.Persistent persistent -> {
        persistent(out, persistent);
        mode(out, false);
      }
      case Volume.External external -> {
        ObjectNode json = out.putObject("external");
        json.put("name", external.name()).put("provider", "dvdi");
        external.sizeGb().ifPresent(size -> json.put("size", size));
        AppWriter.labels(json, "options", external.options());
        json.put("shared", external.isShared());
        mode(out, external.isReadOnly());
      }
    }
  }

  private static void mode(ObjectNode out, boolean readOnly) {
    out.put("mode", readOnly ? "RO" : "RW");
  }

  private static void mapping(ObjectNode out, PortMapping mapping) {
    out.put("containerPort", mapping.containerPort());
    mapping.hostPort().ifPresent(port -> out.put("hostPort", port));
    out.put("servicePort", mapping.servicePort());
    out.put("protocol", mapping.protocol());
    mapping.name().ifPresent(name -> out.put("name", name));
    AppWriter.labels(out, "labels", mapping.labels());
    AppWriter.texts(out, "networkNames", mapping.networkNames());
  }

  static void linux(ObjectNode out, LinuxInfo info) {
    info.seccomp()
        .ifPresent(
            seccomp -> {
              ObjectNode json = out.putObject("seccomp");
              seccomp.profile().ifPresent(name -> json.put("profileName", name));
              json.put("unconfined", seccomp.profile().isEmpty());
            });
    info.ipc()
        .ifPresent(
            ipc -> {
              ObjectNode json = out.putObject("ipcInfo");
              json.put("mode", ipc.isPrivate() ? "PRIVATE" : "SHARE_PARENT");
              ipc.shmMb().ifPresent(size -> json.put("shmSize", size));
            });
  }
}
