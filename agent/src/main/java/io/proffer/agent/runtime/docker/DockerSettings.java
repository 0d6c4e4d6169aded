package io.proffer.agent.runtime.docker;

import io.proffer.agent.sandbox.Sandboxes;
import java.time.Duration;

/**
 * How Docker containers are run.
 *
 * @param host where the engine listens, such as {@code unix:///var/run/docker.sock}
 * @param ip the agent's address, at which containers on the host's network are reached
 * @param endpoint {@code ip:port} of the agent's HTTP server
 * @param boundCpus whether a task that sets no cpu limit is held to the cpus it requests
 * @param pidsLimit how many processes and threads a container may have; 0 for as many as it likes
 * @param launchThreads how many containers are created and started at the same time
 * @param images how images are had and kept
 */
public record DockerSettings(
    String host,
    Sandboxes sandboxes,
    String ip,
    String endpoint,
    boolean boundCpus,
    int pidsLimit,
    int launchThreads,
    ImageSettings images) {

  /** Where every container has its sandbox, and {@code MESOS_SANDBOX} points. */
  public static final String SANDBOX = "/mnt/mesos/sandbox";

  /** How long the engine may take for anything but pulling and watching. */
  static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
}
