package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.Extensions;
import io.proffer.batch.model.Image;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.RunSpec;
import io.proffer.batch.model.Schedule;
import java.util.List;
import java.util.Map;

/** Writes jobs and schedules as Metronome's clients read them: defaults always, unset never. */
public final class JobWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JobWriter() {}

  /** A job without its schedules. */
  public static ObjectNode write(Job job) {
    ObjectNode out = JSON.objectNode().put("id", job.id().value());
    job.description().ifPresent(text -> out.put("description", text));
    texts(out.putObject("labels"), job.labels());
    ArrayNode dependencies = out.putArray("dependencies");
    job.dependencies().forEach(d -> dependencies.addObject().put("id", d.job().value()));
    out.set("run", write(job.run()));
    ObjectNode batch = JSON.objectNode();
    extensions(job.extensions(), batch);
    typed(job.dependencies(), batch);
    if (!batch.isEmpty()) {
      out.set("batch", batch);
    }
    return out;
  }

  /** The object {@code run}. */
  public static ObjectNode write(RunSpec run) {
    ObjectNode out = JSON.objectNode();
    number(out, "cpus", run.cpus());
    number(out, "mem", run.memMb());
    number(out, "disk", run.diskMb());
    out.put("gpus", run.gpus());
    run.cmd().ifPresent(cmd -> out.put("cmd", cmd));
    if (!run.args().isEmpty()) {
      ArrayNode args = out.putArray("args");
      run.args().forEach(args::add);
    }
    run.user().ifPresent(user -> out.put("user", user));
    ObjectNode env = out.putObject("env");
    texts(env, run.env());
    run.secrets().variables().forEach((name, secret) -> env.putObject(name).put("secret", secret));
    SecretsReader.write(run.secrets(), out.putObject("secrets"));
    ArrayNode constraints = out.putObject("placement").putArray("constraints");
    run.constraints().forEach(constraint -> write(constraint, constraints.addObject()));
    ArrayNode artifacts = out.putArray("artifacts");
    for (RunSpec.Artifact artifact : run.artifacts()) {
      artifacts
          .addObject()
          .put("uri", artifact.uri())
          .put("extract", artifact.extract())
          .put("executable", artifact.executable())
          .put("cache", artifact.cache());
    }
    out.put("maxLaunchDelay", run.maxLaunchDelay().toSeconds());
    run.image().ifPresent(image -> write(image, out));
    containers(run, out);
    ObjectNode restart = out.putObject("restart").put("policy", run.restart().policy().name());
    run.restart()
        .activeDeadline()
        .ifPresent(span -> restart.put("activeDeadlineSeconds", span.toSeconds()));
    run.killGrace().ifPresent(span -> out.put("taskKillGracePeriodSeconds", span.toSeconds()));
    return out;
  }

  private static void containers(RunSpec run, ObjectNode out) {
    ArrayNode volumes = out.putArray("volumes");
    for (RunSpec.HostVolume volume : run.volumes()) {
      volumes
          .addObject()
          .put("containerPath", volume.containerPath())
          .put("hostPath", volume.hostPath())
          .put("mode", volume.readOnly() ? "RO" : "RW");
    }
    run.secrets()
        .files()
        .forEach(
            (path, secret) -> volumes.addObject().put("containerPath", path).put("secret", secret));
    ArrayNode networks = out.putArray("networks");
    for (RunSpec.Network network : run.networks()) {
      ObjectNode written = networks.addObject().put("mode", network.mode().written());
      network.name().ifPresent(name -> written.put("name", name));
      texts(written.putObject("labels"), network.labels());
    }
  }

  static void write(Constraint constraint, ObjectNode out) {
    out.put("attribute", constraint.attribute()).put("operator", constraint.operator().name());
    if (!constraint.value().isEmpty()) {
      out.put("value", constraint.value());
    }
  }

  private static void write(Image image, ObjectNode run) {
    switch (image.kind()) {
      case DOCKER -> {
        ObjectNode docker = run.putObject("docker").put("image", image.name());
        docker.put("forcePullImage", image.forcePull()).put("privileged", image.privileged());
        ArrayNode parameters = docker.putArray("parameters");
        image
            .parameters()
            .forEach(p -> parameters.addObject().put("key", p.key()).put("value", p.value()));
      }
      case UCR -> {
        ObjectNode ucr = run.putObject("ucr").put("privileged", image.privileged());
        ucr.putObject("image")
            .put("id", image.name())
            .put("kind", "docker")
            .put("forcePull", image.forcePull());
      }
    }
  }

  /** A schedule, without the time it is due next. */
  public static ObjectNode write(Schedule schedule) {
    return JSON.objectNode()
        .put("id", schedule.id())
        .put("cron", schedule.timetable().text())
        .put("timezone", schedule.timetable().zoneName())
        .put("startingDeadlineSeconds", schedule.startingDeadline().toSeconds())
        .put("concurrencyPolicy", schedule.concurrency().name())
        .put("enabled", schedule.enabled());
  }

  /** Those of which their names do not say all. */
  private static void typed(List<Dependency> dependencies, ObjectNode batch) {
    ArrayNode typed = JSON.arrayNode();
    for (Dependency dependency : dependencies) {
      if (dependency.on() != Dependency.Edge.OK) {
        typed.addObject().put("id", dependency.job().value()).put("on", dependency.on().written());
      }
    }
    if (!typed.isEmpty()) {
      batch.set("dependencies", typed);
    }
  }

  /** What a run is started with. */
  public static ObjectNode write(Parameters parameters) {
    ObjectNode out = JSON.objectNode();
    texts(out.putObject("env"), parameters.env());
    if (parameters.args().isPresent()) {
      ArrayNode args = out.putArray("args");
      parameters.args().get().forEach(args::add);
    }
    ArrayNode constraints = out.putObject("placement").putArray("constraints");
    parameters.constraints().forEach(constraint -> write(constraint, constraints.addObject()));
    texts(out.putObject("labels"), parameters.labels());
    parameters.token().ifPresent(token -> out.put("idempotencyToken", token));
    return out;
  }

  private static void extensions(Extensions extensions, ObjectNode out) {
    extensions
        .retry()
        .ifPresent(
            retry -> {
              ObjectNode written = out.putObject("retry").put("maxRetries", retry.maxRetries());
              written.put("backoffSeconds", retry.backoff().toSeconds());
              number(written, "backoffFactor", retry.factor());
              written.put("maxBackoffSeconds", retry.maxBackoff().toSeconds());
            });
    ObjectNode timeouts = JSON.objectNode();
    extensions.start().ifPresent(span -> timeouts.put("start", span.toSeconds()));
    extensions.run().ifPresent(span -> timeouts.put("run", span.toSeconds()));
    extensions.total().ifPresent(span -> timeouts.put("total", span.toSeconds()));
    if (!timeouts.isEmpty()) {
      out.set("timeouts", timeouts);
    }
    extensions.misfire().ifPresent(misfire -> out.put("misfire", misfire.name()));
    extensions
        .gang()
        .ifPresentOrElse(
            gang -> GangReader.write(gang, out),
            () -> extensions.array().ifPresent(array -> ArrayReader.write(array, out)));
    extensions.locality().ifPresent(locality -> LocalityReader.write(locality, out));
    CareReader.write(extensions.care(), out);
    extensions.queueing().pool().ifPresent(pool -> out.put("pool", pool));
    extensions.queueing().user().ifPresent(user -> out.put("user", user));
    extensions.queueing().priority().ifPresent(priority -> out.put("priority", priority));
  }

  private static void texts(ObjectNode out, Map<String, String> texts) {
    texts.forEach(out::put);
  }

  /** {@code 32}, never {@code 32.0}: clients read some as whole numbers. */
  static void number(ObjectNode out, String name, double value) {
    if (value == Math.rint(value)) {
      out.put(name, (long) value);
    } else {
      out.put(name, value);
    }
  }
}
