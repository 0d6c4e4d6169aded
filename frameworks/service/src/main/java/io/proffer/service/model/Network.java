package io.proffer.service.model;

import java.util.Map;
import java.util.Optional;

/**
 * A network that instances are on.
 *
 * @param name of a network of the container engine; only for {@link Mode#CONTAINER}
 */
public record Network(Mode mode, Optional<String> name, Map<String, String> labels) {

  /** The machine's, the engine's bridge, or a named one. */
  public enum Mode {
    HOST("host"),
    BRIDGE("container/bridge"),
    CONTAINER("container");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** As app JSON writes it. */
    public String text() {
      return text;
    }
  }

  public Network {
    labels = Map.copyOf(labels);
  }

  /** The machine's network. */
  public static Network host() {
    return new Network(Mode.HOST, Optional.empty(), Map.of());
  }
}
