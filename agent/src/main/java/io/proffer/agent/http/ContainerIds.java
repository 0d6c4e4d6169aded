package io.proffer.agent.http;

import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;

/** What an id of a container may look like. */
final class ContainerIds {

  private static final int MAX_LENGTH = 242;
  private static final int MAX_DEPTH = 32;

  private ContainerIds() {}

  /**
   * Refuses an id that is malformed.
   *
   * @param field where it stands in the call
   */
  static void require(String field, ContainerID id) throws RefusedException {
    Optional<String> problem = problem(id, 0);
    if (problem.isPresent()) {
      throw new RefusedException(
          400,
          "Failed to validate agent::Call: '%s' is invalid: %s".formatted(field, problem.get()));
    }
  }

  /** Refuses one that is not in another. */
  static void requireParent(String field, ContainerID id) throws RefusedException {
    if (!id.hasParent()) {
      throw new RefusedException(
          400,
          "Failed to validate agent::Call: Expecting '%s.parent' to be present".formatted(field));
    }
  }

  private static Optional<String> problem(ContainerID id, int depth) {
    String value = id.getValue();
    if (value.isEmpty()) {
      return Optional.of("ID must not be empty");
    }
    if (value.length() > MAX_LENGTH) {
      return Optional.of(
          "'ContainerID.value' '%s' exceeds the maximum length (%d)".formatted(value, MAX_LENGTH));
    }
    if (value.chars().anyMatch(ContainerIds::invalid)) {
      return Optional.of("'ContainerID.value' '" + value + "' contains invalid characters");
    }
    if (depth > MAX_DEPTH) {
      return Optional.of("'ContainerID.parent' is nested too deeply");
    }
    return id.hasParent()
        ? problem(id.getParent(), depth + 1).map(why -> "'ContainerID.parent' is invalid: " + why)
        : Optional.empty();
  }

  private static boolean invalid(int c) {
    return c < ' ' || c == 0x7F || "/\\. ".indexOf(c) >= 0;
  }

  /** As Mesos writes it: the outermost first. */
  static String text(ContainerID id) {
    return id.hasParent() ? text(id.getParent()) + "." + id.getValue() : id.getValue();
  }
}
