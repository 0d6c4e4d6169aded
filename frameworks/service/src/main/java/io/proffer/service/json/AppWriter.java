package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.Fetch;
import io.proffer.service.model.Limits;
import io.proffer.service.model.Network;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Secrets;
import io.proffer.service.model.UnreachableStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes apps as Marathon does: with all defaults, without what is unset. */
public final class AppWriter {

  private AppWriter() {}

  /** The app as it is answered and stored. */
  public static ObjectNode write(App app) {
    if (app.spec().pod().isPresent()) {
      return versions(PodWriter.write(app), app);
    }
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
    out.put("executor", spec.run().executor().map(path -> "//" + path).orElse(""));
    resources(out, spec);
    if (spec.run().tty()) {
      out.put("tty", true);
    }
    environment(out, "env", spec.env(), spec.secrets().variables());
    secrets(out, spec.secrets());
    labels(out, "labels", spec.labels());
    constraints(out, spec.constraints());
    spec.container()
        .ifPresent(container -> ContainerWriter.write(out.putObject("container"), container, spec));
    ports(out, spec);
    networks(out, spec);
    fetch(out, "fetch", spec.fetch());
    ProbeWriter.write(out, spec.probes());
    scheduling(out, spec);
    List<String> dependencies = spec.dependencies().stream().map(PathId::toString).toList();
    texts(out, "dependencies", dependencies);
    out.put("role", spec.role());
    ExtensionWriter.write(out, spec.extension());
    return versions(out, app);
  }

  private static ObjectNode versions(ObjectNode out, App app) {
    out.put("version", Times.text(app.versions().version()));
    out.putObject("versionInfo")
        .put("lastScalingAt", Times.text(app.versions().lastScalingAt()))
        .put("lastConfigChangeAt", Times.text(app.versions().lastConfigChangeAt()));
    return out;
  }

  private static void resources(ObjectNode out, AppSpec spec) {
    limits(out, spec.limits());
    spec.executorAmounts()
        .ifPresent(
            amounts ->
                out.putObject("executorResources")
                    .put("cpus", amounts.cpus())
                    .put("mem", amounts.memMb())
                    .put("disk", amounts.diskMb()));
  }

  static void limits(ObjectNode out, Limits limits) {
    if (!limits.equals(Limits.NONE)) {
      ObjectNode json = out.putObject("resourceLimits");
      limits.cpus().ifPresent(cpus -> limit(json, "cpus", cpus));
      limits.memMb().ifPresent(mem -> limit(json, "mem", mem));
    }
  }

  private static void limit(ObjectNode out, String name, double limit) {
    if (Double.isInfinite(limit)) {
      out.put(name, "unlimited");
    } else {
      out.put(name, limit);
    }
  }

  static void environment(
      ObjectNode out, String name, Map<String, String> texts, Map<String, String> secrets) {
    ObjectNode env = out.putObject(name);
    texts.forEach(env::put);
    secrets.forEach((variable, secret) -> env.putObject(variable).put("secret", secret));
  }

  static void secrets(ObjectNode out, Secrets all) {
    if (!all.sources().isEmpty()) {
      ObjectNode secrets = out.putObject("secrets");
      all.sources().forEach((name, from) -> secrets.putObject(name).put("source", from));
    }
  }

  static void constraints(ObjectNode out, List<Constraint> constraints) {
    if (!constraints.isEmpty()) {
      ArrayNode all = out.putArray("constraints");
      for (Constraint constraint : constraints) {
        ArrayNode one = all.addArray().add(constraint.field()).add(constraint.operator().name());
        constraint.value().ifPresent(one::add);
      }
    }
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

  static void networks(ObjectNode out, AppSpec spec) {
    ArrayNode networks = out.putArray("networks");
    for (Network network : spec.networks()) {
      ObjectNode one = networks.addObject().put("mode", network.mode().text());
      network.name().ifPresent(name -> one.put("name", name));
      if (!network.labels().isEmpty()) {
        labels(one, "labels", network.labels());
      }
    }
  }

  static void fetch(ObjectNode out, String name, List<Fetch> files) {
    if (!files.isEmpty()) {
      ArrayNode fetch = out.putArray(name);
      files.forEach(
          f -> {
            ObjectNode one = fetch.addObject().put("uri", f.uri()).put("extract", f.extract());
            one.put("executable", f.executable()).put("cache", f.cache());
            f.destPath().ifPresent(path -> one.put("destPath", path));
          });
    }
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

  static void seconds(ObjectNode out, String name, Duration span) {
    if (span.toMillis() % 1000 == 0) {
      out.put(name, span.toSeconds());
    } else {
      out.put(name, span.toMillis() / 1000.0);
    }
  }

  /** Without a fraction where there is none. */
  static void size(ObjectNode out, String name, double size) {
    if (size == Math.rint(size)) {
      out.put(name, (long) size);
    } else {
      out.put(name, size);
    }
  }

  static void labels(ObjectNode out, String name, Map<String, String> labels) {
    ObjectNode object = out.putObject(name);
    labels.forEach(object::put);
  }

  static void texts(ObjectNode out, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = out.putArray(name);
      texts.forEach(array::add);
    }
  }
}
