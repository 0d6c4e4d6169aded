package io.proffer.batch.kernel;

import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Image;
import io.proffer.batch.model.RunSpec;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.TaskBuilder;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Says what the task of a run's attempt is. */
final class TaskMaker {

  private static final double LEAST = 0.001;
  private static final String ATTEMPT = "PROFFER_ATTEMPT";
  private static final String INDEX = "PROFFER_ARRAY_INDEX";

  private TaskMaker() {}

  static TaskBuilder task(Run run, int index, int attempt, Instant now) {
    return task(template(run, now), run, index, attempt);
  }

  /**
   * As {@link #task(Run, int, int, Instant)}, where many tasks of a run are made.
   *
   * @param template of the run
   */
  static TaskBuilder task(TaskBuilder template, Run run, int index, int attempt) {
    return template
        .id(Run.taskId(run.job(), run.id(), index, attempt))
        .with(
            info -> {
              set(info, run, ATTEMPT, Integer.toString(attempt));
              if (run.isArray()) {
                set(info, run, INDEX, Integer.toString(index));
              }
            });
  }

  /** A variable that is there already, unless the job says itself what it is. */
  private static void set(TaskInfo.Builder task, Run run, String name, String value) {
    if (run.spec().env().containsKey(name)) {
      return;
    }
    Environment.Builder environment = task.getCommandBuilder().getEnvironmentBuilder();
    for (int i = 0; i < environment.getVariablesCount(); i++) {
      if (environment.getVariables(i).getName().equals(name)) {
        environment.setVariables(
            i, Environment.Variable.newBuilder().setName(name).setValue(value));
      }
    }
  }

  /** What all tasks of a run have in common that begin now. */
  static TaskBuilder template(Run run, Instant now) {
    RunSpec spec = run.spec();
    TaskBuilder task =
        TaskBuilder.task(Run.taskId(run.job(), run.id(), 0, 1))
            .name(run.job().value())
            .cpus(spec.cpus())
            .memMb(spec.memMb())
            .requires(Maintenance.stays(run, now));
    if (spec.diskMb() >= LEAST) {
      task = task.diskMb(spec.diskMb());
    }
    if (spec.gpus() > 0) {
      task = task.gpus(spec.gpus());
    }
    task = withCommand(task, spec);
    for (Constraint constraint : spec.constraints()) {
      task = task.requires(offer -> constraint.problem(value(constraint, offer)));
    }
    task = withContainer(task, spec);
    task =
        task.env("PROFFER_JOB_ID", run.job().value())
            .env("PROFFER_RUN_ID", run.id())
            .env(ATTEMPT, "");
    if (run.extensions().care().output()) {
      String directory = spec.image().isPresent() ? "/mnt/mesos/sandbox/" : "";
      task = task.env("PROFFER_OUTPUT", directory + Output.FILE);
    }
    if (run.isArray()) {
      task =
          task.env(INDEX, "")
              .env(
                  "PROFFER_ARRAY_SIZE",
                  Integer.toString(run.extensions().array().orElseThrow().size()));
    }
    for (var variable : spec.env().entrySet()) {
      task = task.env(variable.getKey(), variable.getValue());
    }
    for (var label : run.labels().entrySet()) {
      task = task.label(label.getKey(), label.getValue());
    }
    if (spec.user().isPresent()) {
      task = task.user(spec.user().get());
    }
    if (spec.killGrace().isPresent()) {
      task = task.killGrace(spec.killGrace().get());
    }
    if (run.extensions().run().isPresent()) {
      task = task.maxRunTime(run.extensions().run().get());
    }
    return task;
  }

  /** Whether a run's constraints let it run where this is offered, and the agent stays. */
  static boolean isAllowed(Run run, OfferView offer, Instant now) {
    return Maintenance.problem(run, offer, now).isEmpty()
        && run.spec().constraints().stream()
            .allMatch(constraint -> constraint.problem(value(constraint, offer)).isEmpty());
  }

  static Optional<String> value(Constraint constraint, OfferView offer) {
    return constraint.isHostname()
        ? Optional.of(offer.hostname())
        : offer.attribute(constraint.attribute());
  }

  private static TaskBuilder withCommand(TaskBuilder task, RunSpec spec) {
    return task.with(
        info -> {
          CommandInfo.Builder command = info.getCommandBuilder();
          spec.cmd().ifPresent(line -> command.setShell(true).setValue(line));
          if (spec.cmd().isEmpty()) {
            command.setShell(false).addAllArguments(spec.args());
          }
          VolumeMaker.secrets(command, spec);
          for (RunSpec.Artifact artifact : spec.artifacts()) {
            command
                .addUrisBuilder()
                .setValue(artifact.uri())
                .setExtract(artifact.extract())
                .setExecutable(artifact.executable())
                .setCache(artifact.cache());
          }
        });
  }

  private static TaskBuilder withContainer(TaskBuilder task, RunSpec spec) {
    if (spec.image().isEmpty()) {
      return VolumeMaker.hasVolumes(spec)
          ? task.with(
              info ->
                  VolumeMaker.volumes(
                      info.getContainerBuilder().setType(ContainerInfo.Type.MESOS), spec))
          : task;
    }
    Image image = spec.image().get();
    return task.with(
        info -> {
          ContainerInfo.Builder container =
              info.getContainerBuilder().setType(ContainerInfo.Type.DOCKER);
          DockerInfo.Builder docker =
              container
                  .getDockerBuilder()
                  .setImage(image.name())
                  .setForcePullImage(image.forcePull())
                  .setPrivileged(image.privileged());
          image
              .parameters()
              .forEach(p -> docker.addParametersBuilder().setKey(p.key()).setValue(p.value()));
          VolumeMaker.volumes(container, spec);
          network(container, spec);
        });
  }

  private static void network(ContainerInfo.Builder container, RunSpec spec) {
    DockerInfo.Builder docker = container.getDockerBuilder();
    if (spec.networks().isEmpty()) {
      docker.setNetwork(DockerInfo.Network.HOST);
      return;
    }
    switch (spec.networks().getFirst().mode()) {
      case HOST -> docker.setNetwork(DockerInfo.Network.HOST);
      case BRIDGE -> docker.setNetwork(DockerInfo.Network.BRIDGE);
      case CONTAINER -> {
        docker.setNetwork(DockerInfo.Network.USER);
        for (RunSpec.Network network : spec.networks()) {
          NetworkInfo.Builder info = container.addNetworkInfosBuilder();
          network.name().ifPresent(info::setName);
          network
              .labels()
              .forEach(
                  (key, value) ->
                      info.getLabelsBuilder().addLabelsBuilder().setKey(key).setValue(value));
        }
      }
    }
  }
}
