package io.proffer.batch.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of a job is.
 *
 * @param memMb and {@code diskMb} in MB
 * @param cmd a line for a shell; without one {@code args}, or what the image says
 * @param image runs in a container of it
 * @param maxLaunchDelay how long a run may wait for a place
 * @param killGrace between SIGTERM and SIGKILL; empty: as the agent says
 */
public record RunSpec(
    double cpus,
    double memMb,
    double diskMb,
    int gpus,
    Optional<String> cmd,
    List<String> args,
    Optional<String> user,
    Map<String, String> env,
    List<Artifact> artifacts,
    Optional<Image> image,
    List<HostVolume> volumes,
    List<Constraint> constraints,
    Restart restart,
    Duration maxLaunchDelay,
    Optional<Duration> killGrace,
    List<Network> networks,
    Secrets secrets) {

  public RunSpec {
    args = List.copyOf(args);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    artifacts = List.copyOf(artifacts);
    volumes = List.copyOf(volumes);
    constraints = List.copyOf(constraints);
    networks = List.copyOf(networks);
  }

  /** A file that is fetched into the sandbox before the task starts. */
  public record Artifact(String uri, boolean extract, boolean executable, boolean cache) {}

  /** A directory of the machine in the container. */
  public record HostVolume(String containerPath, String hostPath, boolean readOnly) {}

  /** A network of the container; the first one says which kind. */
  public record Network(Mode mode, Optional<String> name, Map<String, String> labels) {
    public Network {
      labels = Map.copyOf(labels);
    }

    /** The kinds there are. */
    public enum Mode {
      HOST("host"),
      BRIDGE("container/bridge"),
      CONTAINER("container");

      private final String written;

      Mode(String written) {
        this.written = written;
      }

      /** As in JSON. */
      public String written() {
        return written;
      }
    }
  }

  private static String quoted(List<String> more) {
    StringBuilder out = new StringBuilder();
    more.forEach(arg -> out.append(" '").append(arg.replace("'", "'\\''")).append('\''));
    return out.toString();
  }

  /** The same with another amount of memory. */
  public RunSpec withMemMb(double otherMemMb) {
    return new RunSpec(
        cpus,
        otherMemMb,
        diskMb,
        gpus,
        cmd,
        args,
        user,
        env,
        artifacts,
        image,
        volumes,
        constraints,
        restart,
        maxLaunchDelay,
        killGrace,
        networks,
        secrets);
  }

  /**
   * What a run is given that its job does not say.
   *
   * @param moreEnv added to the job's, replacing what has the same name
   * @param otherArgs instead of the job's, if any; behind the line for a shell where there is one
   */
  public RunSpec with(
      Map<String, String> moreEnv,
      Optional<List<String>> otherArgs,
      List<Constraint> moreConstraints) {
    Map<String, String> allEnv = new LinkedHashMap<>(env);
    allEnv.putAll(moreEnv);
    List<Constraint> all = new ArrayList<>(constraints);
    all.addAll(moreConstraints);
    return new RunSpec(
        cpus,
        memMb,
        diskMb,
        gpus,
        cmd.map(line -> otherArgs.map(more -> line + quoted(more)).orElse(line)),
        cmd.isPresent() ? args : otherArgs.orElse(args),
        user,
        allEnv,
        artifacts,
        image,
        volumes,
        all,
        restart,
        maxLaunchDelay,
        killGrace,
        networks,
        secrets.without(moreEnv.keySet()));
  }
}
