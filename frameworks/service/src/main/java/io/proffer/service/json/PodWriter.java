package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.Endpoint;
import io.proffer.service.model.Pod;
import io.proffer.service.model.PodCheck;
import io.proffer.service.model.PodContainer;
import io.proffer.service.model.PodHealth;
import io.proffer.service.model.PodVolume;
import io.proffer.service.model.UnreachableStrategy;

/** Writes pods as Marathon does. */
public final class PodWriter {

  private PodWriter() {}

  /** The pod as it is answered. */
  public static ObjectNode write(App app) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("id", app.id().toString());
    AppSpec spec = app.spec();
    Pod pod = spec.pod().orElseThrow();
    AppWriter.labels(out, "labels", spec.labels());
    out.put("version", Times.text(app.versions().version()));
    spec.run().user().ifPresent(user -> out.put("user", user));
    AppWriter.environment(out, "environment", spec.env(), spec.secrets().variables());
    AppWriter.secrets(out, spec.secrets());
    ArrayNode containers = out.putArray("containers");
    pod.containers().forEach(container -> container(containers.addObject(), container));
    ArrayNode volumes = out.putArray("volumes");
    pod.volumes().forEach(volume -> volume(volumes.addObject(), volume));
    AppWriter.networks(out, spec);
    out.putObject("scaling").put("kind", "fixed").put("instances", app.instances());
    scheduling(out.putObject("scheduling"), spec);
    spec.executorAmounts().ifPresent(a -> executor(out.putObject("executorResources"), a));
    pod.linuxInfo().ifPresent(info -> ContainerWriter.linux(out.putObject("linuxInfo"), info));
    AppWriter.texts(
        out, "dependencies", spec.dependencies().stream().map(Object::toString).toList());
    return out.put("role", spec.role());
  }

  private static void executor(ObjectNode out, Amounts amounts) {
    out.put("cpus", amounts.cpus()).put("mem", amounts.memMb()).put("disk", amounts.diskMb());
  }

  /** Scalar resources. */
  public static void resources(ObjectNode out, Amounts amounts) {
    executor(out, amounts);
    out.put("gpus", amounts.gpus());
  }

  private static void container(ObjectNode out, PodContainer container) {
    out.put("name", container.name());
    container
        .command()
        .ifPresent(exec -> ProbeWriter.command(out.putObject("exec").putObject("command"), exec));
    resources(out.putObject("resources"), container.amounts());
    AppWriter.limits(out, container.limits());
    ArrayNode endpoints = out.putArray("endpoints");
    container.endpoints().forEach(endpoint -> endpoint(endpoints.addObject(), endpoint));
    container
        .image()
        .ifPresent(
            image -> {
              ObjectNode json = out.putObject("image").put("kind", "DOCKER");
              json.put("id", image.id()).put("forcePull", image.forcePull());
              image
                  .pullSecret()
                  .ifPresent(name -> json.putObject("pullConfig").put("secret", name));
            });
    AppWriter.environment(out, "environment", container.env(), container.secretEnv());
    container.user().ifPresent(user -> out.put("user", user));
    container.health().ifPresent(health -> health(out.putObject("healthCheck"), health));
    container.check().ifPresent(check -> check(out.putObject("check"), check));
    ArrayNode mounts = out.putArray("volumeMounts");
    container
        .mounts()
        .forEach(
            mount ->
                mounts
                    .addObject()
                    .put("name", mount.volume())
                    .put("mountPath", mount.path())
                    .put("readOnly", mount.isReadOnly()));
    AppWriter.fetch(out, "artifacts", container.artifacts());
    AppWriter.labels(out, "labels", container.labels());
    container
        .killGrace()
        .ifPresent(
            grace ->
                AppWriter.seconds(out.putObject("lifecycle"), "killGracePeriodSeconds", grace));
    if (container.tty()) {
      out.put("tty", true);
    }
    container.linuxInfo().ifPresent(i -> ContainerWriter.linux(out.putObject("linuxInfo"), i));
  }

  private static void endpoint(ObjectNode out, Endpoint endpoint) {
    out.put("name", endpoint.name());
    endpoint.containerPort().ifPresent(port -> out.put("containerPort", port));
    endpoint.hostPort().ifPresent(port -> out.put("hostPort", port));
    AppWriter.texts(out, "protocol", endpoint.protocols());
    AppWriter.labels(out, "labels", endpoint.labels());
    AppWriter.texts(out, "networkNames", endpoint.networkNames());
  }

  private static void check(ObjectNode out, PodCheck check) {
    look(out, check.look());
    out.put("intervalSeconds", check.interval().toSeconds());
    out.put("timeoutSeconds", check.timeout().toSeconds());
    out.put("delaySeconds", check.delay().toSeconds());
  }

  private static void look(ObjectNode out, PodHealth.Look look) {
    switch (look) {
      case PodHealth.Http http -> {
        ObjectNode json = out.putObject("http").put("endpoint", http.endpoint());
        http.path().ifPresent(path -> json.put("path", path));
        json.put("scheme", http.tls() ? "HTTPS" : "HTTP");
      }
      case PodHealth.Tcp tcp -> out.putObject("tcp").put("endpoint", tcp.endpoint());
      case PodHealth.Exec exec ->
          ProbeWriter.command(out.putObject("exec").putObject("command"), exec.command());
    }
  }

  private static void health(ObjectNode out, PodHealth health) {
    look(out, health.look());
    out.put("gracePeriodSeconds", health.gracePeriod().toSeconds());
    out.put("intervalSeconds", health.interval().toSeconds());
    out.put("maxConsecutiveFailures", health.maxConsecutiveFailures());
    out.put("timeoutSeconds", health.timeout().toSeconds());
    out.put("delaySeconds", health.delay().toSeconds());
  }

  private static void volume(ObjectNode out, PodVolume volume) {
    out.put("name", volume.name());
    switch (volume) {
      case PodVolume.Host host -> out.put("host", host.path());
      case PodVolume.Secret secret -> out.put("secret", secret.secret());
      case PodVolume.Persistent kept -> ContainerWriter.persistent(out, kept.volume());
      case PodVolume.Ephemeral nothing -> {}
    }
  }

  private static void scheduling(ObjectNode out, AppSpec spec) {
    ObjectNode backoff = out.putObject("backoff");
    AppWriter.seconds(backoff, "backoff", spec.backoff().initial());
    backoff.put("backoffFactor", spec.backoff().factor());
    AppWriter.seconds(backoff, "maxLaunchDelay", spec.backoff().limit());
    out.putObject("upgrade")
        .put("minimumHealthCapacity", spec.upgradeStrategy().minimumHealthCapacity())
        .put("maximumOverCapacity", spec.upgradeStrategy().maximumOverCapacity());
    ObjectNode placement = out.putObject("placement");
    ArrayNode constraints = placement.putArray("constraints");
    for (Constraint constraint : spec.constraints()) {
      ObjectNode one = constraints.addObject().put("fieldName", constraint.field());
      one.put("operator", constraint.operator().name());
      constraint.value().ifPresent(value -> one.put("value", value));
    }
    AppWriter.texts(placement, "acceptedResourceRoles", spec.acceptedResourceRoles());
    out.put("killSelection", spec.killSelection().name());
    switch (spec.unreachableStrategy()) {
      case UnreachableStrategy.Wait wait -> out.put("unreachableStrategy", "disabled");
      case UnreachableStrategy.Replace replace ->
          out.putObject("unreachableStrategy")
              .put("inactiveAfterSeconds", replace.inactiveAfter().toSeconds())
              .put("expungeAfterSeconds", replace.expungeAfter().toSeconds());
    }
  }
}
