package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.Container;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.Network;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PortMapping;
import io.proffer.service.model.UnreachableStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes apps as Marathon does: with all defaults, without what is unset. */
public final class AppWriter {

  private AppWriter() {}

  /** The app as it is answered and stored. */
  public static ObjectNode write(App app) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", app.id().toString());
    AppSpec spec = app.spec();
    texts(out, "acceptedResourceRoles", spec.acceptedResourceRoles());
    texts(out, "args", spec.run().args());
    spec.run().cmd().ifPresent(cmd -> out.put("cmd", cmd));
    spec.run().user().ifPresent(user -> out.put("user", user));
    out.put("instances", app.instances());
    out.put("cpus", spec.amounts().cpus());
    out.put("mem", spec.amounts().memMb());
    out.put("disk", spec.amounts().diskMb());
    out.put("gpus", spec.amounts().gpus());
    out.put("executor", "");
    labels(out, "env", spec.env());
    labels(out, "labels", spec.labels());
    constraints(out, spec);
    spec.container().ifPresent(container -> container(out.putObject("container"), container, spec));
    ports(out, spec);
    networks(out, spec);
    fetch(out, spec);
    if (!spec.healthChecks().isEmpty()) {
      ArrayNode checks = out.putArray("healthChecks");
      spec.healthChecks().forEach(check -> check(checks.addObject(), check));
    }
    scheduling(out, spec);
    List<String> dependencies = spec.dependencies().stream().map(PathId::toString).toList();
    texts(out, "dependencies", dependencies);
    out.put("role", spec.role());
    out.put("version", Times.text(app.versions().version()));
    out.putObject("versionInfo")
        .put("lastScalingAt", Times.text(app.versions().lastScalingAt()))
        .put("lastConfigChangeAt", Times.text(app.versions().lastConfigChangeAt()));
    return out;
  }

  private static void constraints(ObjectNode out, AppSpec spec) {
    if (!spec.constraints().isEmpty()) {
      ArrayNode all = out.putArray("constraints");
      for (Constraint constraint : spec.constraints()) {
        ArrayNode one = all.addArray().add(constraint.field()).add(constraint.operator().name());
        constraint.value().ifPresent(one::add);
      }
    }
  }

  private static void container(ObjectNode out, Container container, AppSpec spec) {
    out.put("type", container.type().name());
    container
        .docker()
        .ifPresent(
            docker -> {
              ObjectNode json = out.putObject("docker");
              json.put("image", docker.image())
                  .put("forcePullImage", docker.forcePullImage())
                  .put("privileged", docker.privileged());
              ArrayNode parameters = json.putArray("parameters");
              docker
                  .parameters()
                  .forEach(p -> parameters.addObject().put("key", p.key()).put("value", p.value()));
            });
    ArrayNode volumes = out.putArray("volumes");
    for (Container.HostVolume volume : container.volumes()) {
      volumes
          .addObject()
          .put("containerPath", volume.containerPath())
          .put("hostPath", volume.hostPath())
          .put("mode", volume.readOnly() ? "RO" : "RW");
    }
    if (spec.networks().getFirst().mode() != Network.Mode.HOST) {
      ArrayNode mappings = out.putArray("portMappings");
      container.portMappings().forEach(mapping -> mapping(mappings.addObject(), mapping));
    }
  }

  private static void mapping(ObjectNode out, PortMapping mapping) {
    out.put("containerPort", mapping.containerPort());
    mapping.hostPort().ifPresent(port -> out.put("hostPort", port));
    out.put("servicePort", mapping.servicePort());
    out.put("protocol", mapping.protocol());
    mapping.name().ifPresent(name -> out.put("name", name));
    labels(out, "labels", mapping.labels());
    texts(out, "networkNames", mapping.networkNames());
  }

  private static void ports(ObjectNode out, AppSpec spec) {
    if (spec.networks().getFirst().mode() == Network.Mode.HOST) {
      ArrayNode definitions = out.putArray("portDefinitions");
      spec.portDefinitions()
          .forEach(
              definition -> {
                ObjectNode one = definitions.addObject().put("port", definition.port());
                one.put("protocol", definition.protocol());
                definition.name().ifPresent(name -> one.put("name", name));
                labels(one, "labels", definition.labels());
              });
    }
    out.put("requirePorts", spec.requirePorts());
  }

  private static void networks(ObjectNode out, AppSpec spec) {
    ArrayNode networks = out.putArray("networks");
    for (Network network : spec.networks()) {
      ObjectNode one = networks.addObject().put("mode", network.mode().text());
      network.name().ifPresent(name -> one.put("name", name));
      if (!network.labels().isEmpty()) {
        labels(one, "labels", network.labels());
      }
    }
  }

  private static void fetch(ObjectNode out, AppSpec spec) {
    if (!spec.fetch().isEmpty()) {
      ArrayNode fetch = out.putArray("fetch");
      spec.fetch()
          .forEach(
              f -> {
                ObjectNode one = fetch.addObject().put("uri", f.uri()).put("extract", f.extract());
                one.put("executable", f.executable()).put("cache", f.cache());
                f.destPath().ifPresent(path -> one.put("destPath", path));
              });
    }
  }

  /** A health check with all its defaults. */
  public static void check(ObjectNode out, HealthCheck check) {
    out.put("protocol", check.protocol().name());
    check.path().ifPresent(path -> out.put("path", path));
    check.port().ifPresent(port -> out.put("port", port));
    check.portIndex().ifPresent(index -> out.put("portIndex", index));
    check.command().ifPresent(command -> out.putObject("command").put("value", command));
    out.put("gracePeriodSeconds", check.gracePeriod().toSeconds());
    out.put("intervalSeconds", check.interval().toSeconds());
    out.put("timeoutSeconds", check.timeout().toSeconds());
    out.put("delaySeconds", check.delay().toSeconds());
    out.put("maxConsecutiveFailures", check.maxConsecutiveFailures());
    out.put("ignoreHttp1xx", check.ignoreHttp1xx());
    out.put("ipProtocol", check.ipv6() ? "IPv6" : "IPv4");
  }

  private static void scheduling(ObjectNode out, AppSpec spec) {
    seconds(out, "backoffSeconds", spec.backoff().initial());
    out.put("backoffFactor", spec.backoff().factor());
    seconds(out, "maxLaunchDelaySeconds", spec.backoff().limit());
    spec.killGrace().ifPresent(grace -> seconds(out, "taskKillGracePeriodSeconds", grace));
    out.put("killSelection", spec.killSelection().name());
    out.putObject("upgradeStrategy")
        .put("minimumHealthCapacity", spec.upgradeStrategy().minimumHealthCapacity())
        .put("maximumOverCapacity", spec.upgradeStrategy().maximumOverCapacity());
    switch (spec.unreachableStrategy()) {
      case UnreachableStrategy.Wait wait -> out.put("unreachableStrategy", "disabled");
      case UnreachableStrategy.Replace replace ->
          out.putObject("unreachableStrategy")
              .put("inactiveAfterSeconds", replace.inactiveAfter().toSeconds())
              .put("expungeAfterSeconds", replace.expungeAfter().toSeconds());
    }
  }

  private static void seconds(ObjectNode out, String name, Duration span) {
    if (span.toMillis() % 1000 == 0) {
      out.put(name, span.toSeconds());
    } else {
      out.put(name, span.toMillis() / 1000.0);
    }
  }

  private static void labels(ObjectNode out, String name, Map<String, String> labels) {
    ObjectNode object = out.putObject(name);
    labels.forEach(object::put);
  }

  private static void texts(ObjectNode out, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = out.putArray(name);
      texts.forEach(array::add);
    }
  }
}
