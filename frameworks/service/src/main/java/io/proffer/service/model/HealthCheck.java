package io.proffer.service.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How to find out whether an instance is well.
 *
 * @param port a port of the machine or the container by number
 * @param portIndex of the app's ports, where no number is given
 * @param maxConsecutiveFailures after which an instance is killed
 */
public record HealthCheck(
    Protocol protocol,
    Optional<String> path,
    Optional<Integer> port,
    Optional<Integer> portIndex,
    Optional<String> command,
    Duration gracePeriod,
    Duration interval,
    Duration timeout,
    Duration delay,
    int maxConsecutiveFailures,
    boolean ignoreHttp1xx,
    boolean ipv6) {

  /** What is done; those of Mesos are meant for the agent, which does them all. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    COMMAND,
    MESOS_HTTP,
    MESOS_HTTPS,
    MESOS_TCP;

    public boolean isHttp() {
      return switch (this) {
        case HTTP, HTTPS, MESOS_HTTP, MESOS_HTTPS -> true;
        case TCP, COMMAND, MESOS_TCP -> false;
      };
    }

    /** Whether Marathon has agents do it, where 0 failures mean the first one is one too many. */
    public boolean isForAgents() {
      return switch (this) {
        case MESOS_HTTP, MESOS_HTTPS, MESOS_TCP, COMMAND -> true;
        case HTTP, HTTPS, TCP -> false;
      };
    }
  }
}
