package io.proffer.cli.cluster;

import java.util.Optional;

/**
 * What a cluster in this process is to be.
 *
 * @param ports of the master and the agents, whose number they tell
 * @param resources of each agent, in Mesos' text form; what it does not name is what this machine
 *     has
 * @param attributes of each agent, {@code rack:r1;zone:z1}
 * @param docker where a Docker engine may be; empty for processes only
 */
public record DevOptions(
    Ports ports, Optional<String> resources, Optional<String> attributes, Optional<String> docker) {

  private static final int FIRST_TASK_PORT = 31_000;
  private static final int TASK_PORTS = 1_000;

  /** A number of agents on any free ports, each with what this machine has. */
  public static DevOptions anywhere(int agents, Optional<String> docker) {
    return new DevOptions(Ports.free(agents), Optional.empty(), Optional.empty(), docker);
  }

  /**
   * The resources of one agent. Agents of one machine must not offer the same port twice, so each
   * has ports of its own unless told which.
   */
  Optional<String> resourcesOf(int agent) {
    if (ports.agents() == 1 || resources.map(text -> text.contains("ports")).orElse(false)) {
      return resources;
    }
    int first = FIRST_TASK_PORT + agent * TASK_PORTS;
    String own = "ports:[" + first + "-" + (first + TASK_PORTS - 1) + "]";
    return Optional.of(resources.map(text -> text + ";" + own).orElse(own));
  }
}
