package io.proffer.service.matching;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Ranges;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.service.model.PortSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;

/** Takes ports out of an offer: those an app names, and any for those it does not. */
final class PortMatch {

  private static final String PORTS = "ports";

  private PortMatch() {}

  /**
   * Takes a port for each of the specs that has one of the machine.
   *
   * @param random chooses among free ports, so that one that was just given back is seldom next
   * @return the ports in the order of the specs; empty when there are too few, and then {@code
   *     rejections} says which
   */
  static Optional<List<Integer>> choose(
      Resources from, List<PortSpec> specs, RandomGenerator random, List<Rejection> rejections) {
    List<PortSpec> wanted = specs.stream().filter(s -> s.hostPort().isPresent()).toList();
    Set<Integer> taken = new HashSet<>();
    for (PortSpec spec : wanted) {
      int port = spec.hostPort().orElse(0);
      if (port != 0 && (!from.ports().contains(port) || !taken.add(port))) {
        rejections.add(
            new Rejection(
                Rejection.Reason.InsufficientPorts,
                "needs port " + port + ", offered " + from.ports()));
        return Optional.empty();
      }
    }
    Ranges free = from.ports();
    for (int port : taken) {
      free = free.minus(Ranges.of(port, port));
    }
    List<Integer> chosen = new ArrayList<>();
    for (PortSpec spec : wanted) {
      int port = spec.hostPort().orElse(0);
      if (port == 0) {
        if (free.isEmpty()) {
          rejections.add(
              new Rejection(
                  Rejection.Reason.InsufficientPorts,
                  "needs " + wanted.size() + " ports, " + from.ports().size() + " left"));
          return Optional.empty();
        }
        port = nth(free, random.nextLong(free.size()));
        free = free.minus(Ranges.of(port, port));
      }
      chosen.add(port);
    }
    return Optional.of(chosen);
  }

  private static int nth(Ranges ranges, long index) {
    long open = index;
    for (Ranges.Range range : ranges.ranges()) {
      long size = range.end() - range.begin() + 1;
      if (open < size) {
        return (int) (range.begin() + open);
      }
      open -= size;
    }
    throw new IllegalArgumentException("no port " + index + " in " + ranges);
  }

  /** The resources that these ports are, each from the reservation it is in. */
  static List<Resource> resources(Resources from, List<Integer> ports) {
    Ranges open = Ranges.of(ports.stream().map(port -> new Ranges.Range(port, port)).toList());
    List<Resource> taken = new ArrayList<>();
    for (Entry entry : from.entries()) {
      if (entry.name().equals(PORTS)) {
        Ranges part = entry.ranges().intersect(open);
        if (!part.isEmpty()) {
          taken.add(
              entry.toProto(ResourceFormat.POST_REFINEMENT).toBuilder()
                  .setRanges(part.toProto())
                  .build());
          open = open.minus(part);
        }
      }
    }
    return taken;
  }
}
