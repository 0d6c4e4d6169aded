package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Image;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Queueing;
import io.proffer.batch.model.Restart;
import io.proffer.batch.model.RunSpec;
import java.util.List;

/** Writes jobs as clients of Chronos read them. */
public final class ChronosWriter {

  private ChronosWriter() {}

  /** A job, without what is known of its runs. */
  public static ObjectNode write(Job job) {
    RunSpec run = job.run();
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("name", job.id().value());
    out.put("command", run.cmd().orElse(run.args().isEmpty() ? "" : run.args().getFirst()));
    out.put("shell", run.cmd().isPresent());
    out.put("executor", "").put("executorFlags", "").put("taskInfoData", "");
    boolean again = run.restart().policy() == Restart.Policy.ON_FAILURE;
    out.put("retries", again ? job.extensions().retrying().maxRetries() : 0);
    out.put("owner", label(job, "owner")).put("ownerName", label(job, "ownerName"));
    out.put("description", job.description().orElse(""));
    JobWriter.number(out, "cpus", run.cpus());
    JobWriter.number(out, "disk", run.diskMb());
    JobWriter.number(out, "mem", run.memMb());
    out.put("disabled", isDisabled(job)).put("softError", false);
    out.put("dataProcessingJobType", false);
    fetch(run, out);
    ArrayNode variables = out.putArray("environmentVariables");
    run.env().forEach((name, value) -> variables.addObject().put("name", name).put("value", value));
    ArrayNode arguments = out.putArray("arguments");
    run.args().stream().skip(1).forEach(arguments::add);
    out.put("highPriority", job.extensions().queueing().rank() > Queueing.USUAL_PRIORITY);
    out.put("runAsUser", run.user().orElse(""));
    out.put(
        "concurrent",
        job.schedule().filter(s -> s.concurrency().name().equals("ALLOW")).isPresent());
    out.put("maxCompletionTime", job.extensions().run().map(span -> span.toSeconds()).orElse(0L));
    run.image().ifPresent(image -> container(image, run, out.putObject("container")));
    constraints(run.constraints(), out.putArray("constraints"));
    if (job.dependencies().isEmpty()) {
      out.put("schedule", schedule(job));
      out.put("scheduleTimeZone", job.schedule().map(s -> s.timetable().zoneName()).orElse(""));
    } else {
      ArrayNode parents = out.putArray("parents");
      job.dependencies().forEach(parent -> parents.add(parent.job().value()));
    }
    return out;
  }

  /** Empty for a job that runs when somebody asks. */
  public static String schedule(Job job) {
    return job.schedule().map(schedule -> schedule.timetable().text()).orElse("");
  }

  /** Whether it has no runs by itself. */
  public static boolean isDisabled(Job job) {
    return job.extensions().care().suspended()
        || job.schedule().filter(schedule -> !schedule.enabled()).isPresent();
  }

  private static String label(Job job, String name) {
    return job.labels().getOrDefault(name, "");
  }

  private static void fetch(RunSpec run, ObjectNode out) {
    ArrayNode fetch = out.putArray("fetch");
    ArrayNode uris = out.putArray("uris");
    for (RunSpec.Artifact artifact : run.artifacts()) {
      ObjectNode one = fetch.addObject().put("uri", artifact.uri());
      one.put("executable", artifact.executable()).put("cache", artifact.cache());
      one.put("extract", artifact.extract());
      uris.add(artifact.uri());
    }
  }

  private static void container(Image image, RunSpec run, ObjectNode out) {
    out.put("type", "DOCKER").put("image", image.name());
    out.put(
        "network",
        run.networks().stream()
            .findFirst()
            .map(
                network ->
                    switch (network.mode()) {
                      case HOST -> "HOST";
                      case BRIDGE -> "BRIDGE";
                      case CONTAINER -> "USER";
                    })
            .orElse("HOST"));
    run.networks().stream()
        .flatMap(network -> network.name().stream())
        .findFirst()
        .ifPresent(name -> out.put("networkName", name));
    ArrayNode volumes = out.putArray("volumes");
    for (RunSpec.HostVolume volume : run.volumes()) {
      ObjectNode one = volumes.addObject().put("hostPath", volume.hostPath());
      one.put("containerPath", volume.containerPath());
      one.put("mode", volume.readOnly() ? "RO" : "RW");
    }
    out.put("forcePullImage", image.forcePull());
    ArrayNode parameters = out.putArray("parameters");
    image
        .parameters()
        .forEach(p -> parameters.addObject().put("key", p.key()).put("value", p.value()));
  }

  private static void constraints(List<Constraint> constraints, ArrayNode out) {
    for (Constraint constraint : constraints) {
      out.addArray()
          .add(constraint.attribute())
          .add(
              constraint.operator() == Constraint.Operator.IS
                  ? "EQUALS"
                  : constraint.operator().name())
          .add(constraint.value());
    }
  }
}
