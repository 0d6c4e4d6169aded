package io.proffer.discovery.haproxy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a router is to be.
 *
 * @param address where it listens, for virtual hosts and for service ports
 * @param httpPort where virtual hosts are served; empty: nowhere
 * @param groups only apps of these, by {@code HAPROXY_GROUP}; none: all that have a label for it
 * @param socket where HAProxy takes commands and hands its ports to its successor
 */
public record RouterOptions(
    String address, OptionalInt httpPort, List<String> groups, Path socket) {

  /** Keeps its own copy. */
  public RouterOptions {
    groups = List.copyOf(groups);
  }
}
