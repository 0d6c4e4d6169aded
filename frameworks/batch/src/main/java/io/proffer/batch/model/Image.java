package io.proffer.batch.model;

import java.util.List;

/**
 * The image a run is a container of.
 *
 * @param kind how the job names it, which changes nothing else: images run in Docker
 * @param parameters flags of {@code docker run}
 */
public record Image(
    Kind kind, String name, boolean forcePull, boolean privileged, List<Parameter> parameters) {

  public Image {
    parameters = List.copyOf(parameters);
  }

  /** The field that has it. */
  public enum Kind {
    DOCKER,
    UCR
  }

  /** A flag with its value. */
  public record Parameter(String key, String value) {}
}
