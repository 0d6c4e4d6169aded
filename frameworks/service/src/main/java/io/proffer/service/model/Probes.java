package io.proffer.service.model;

import java.util.List;
import java.util.Optional;

/**
 * How instances are looked at.
 *
 * @param health whether they are well; those who are not are killed
 * @param check what is told of them and means nothing to the framework
 * @param readiness whether they may take part, at first
 */
public record Probes(
    List<HealthCheck> health, Optional<TaskCheck> check, List<ReadinessCheck> readiness) {

  public Probes {
    health = List.copyOf(health);
    readiness = List.copyOf(readiness);
  }
}
