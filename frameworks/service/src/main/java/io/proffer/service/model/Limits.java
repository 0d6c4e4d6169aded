package io.proffer.service.model;

import java.util.Optional;

/**
 * How much more than it asks for an instance may use; empty: what it asks for.
 *
 * @param cpus at least what is asked for; infinity: as much as there is
 * @param memMb at least what is asked for; infinity: as much as there is
 */
public record Limits(Optional<Double> cpus, Optional<Double> memMb) {

  /** No more than is asked for. */
  public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
}
