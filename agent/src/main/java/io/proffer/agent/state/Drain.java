package io.proffer.agent.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;

/** That, and how, an operator has the agent end all it runs. */
public record Drain(DrainConfig config, Instant begunAt) {

  /** The most time a task may take to end; empty when each has its own. */
  public Optional<Duration> maxGrace() {
    return config.hasMaxGracePeriod()
        ? Optional.of(Duration.ofNanos(config.getMaxGracePeriod().getNanoseconds()))
        : Optional.empty();
  }
}
