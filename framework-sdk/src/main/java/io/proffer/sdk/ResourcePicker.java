package io.proffer.sdk;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Ranges;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** Takes what a task needs out of an offer: reserved resources first, the lowest ports first. */
final class ResourcePicker {

  private static final String PORTS = "ports";

  /**
   * What a task needs.
   *
   * @param scalarsMillis thousandths by name, each positive
   * @param revocable which of them it takes from what is revocable, and the others from what is not
   * @param ports how many
   */
  record Demand(SortedMap<String, Long> scalarsMillis, Set<String> revocable, int ports) {}

  /**
   * What a task gets.
   *
   * @param ports as many as it needs, ascending within a reservation
   */
  record Picked(Resources resources, List<Integer> ports) {
    Picked {
      ports = List.copyOf(ports);
    }

    Picked with(Resources more) {
      return new Picked(resources.plus(more), ports);
    }
  }

  private ResourcePicker() {}

  static List<Mismatch> shortages(Resources from, Demand demand) {
    Resources usable = usable(from, demand);
    List<Mismatch> found = new ArrayList<>();
    demand
        .scalarsMillis()
        .forEach(
            (name, needed) -> {
              long left = usable.scalarMillis(name);
              if (left < needed) {
                found.add(new Mismatch.TooLittle(name, needed / 1000.0, left / 1000.0));
              }
            });
    long left = usable.ports().size();
    if (left < demand.ports()) {
      found.add(new Mismatch.TooLittle(PORTS, demand.ports(), left));
    }
    return found;
  }

  /** How often the demand can be met together, up to a number. */
  static int room(Resources from, Demand demand, int most) {
    Resources usable = usable(from, demand);
    long times = demand.ports() == 0 ? most : usable.ports().size() / demand.ports();
    for (Map.Entry<String, Long> needed : demand.scalarsMillis().entrySet()) {
      times = Math.min(times, usable.scalarMillis(needed.getKey()) / needed.getValue());
    }
    return (int) Math.min(most, times);
  }

  /** Must be called only when there are no {@link #shortages}. */
  static Picked pick(Resources from, Demand demand) {
    List<Entry> entries =
        usable(from, demand).entries().stream()
            .sorted(Comparator.comparing(entry -> !entry.isReserved()))
            .toList();
    List<Resource> picked = new ArrayList<>();
    demand.scalarsMillis().forEach((name, needed) -> pickScalar(entries, name, needed, picked));
    List<Integer> ports = pickPorts(entries, demand.ports(), picked);
    return new Picked(Resources.of(picked), ports);
  }

  private static void pickScalar(
      List<Entry> entries, String name, long neededMillis, Collection<Resource> picked) {
    long open = neededMillis;
    for (Entry entry : entries) {
      if (open > 0 && entry.name().equals(name)) {
        long taken = Math.min(open, entry.millis());
        Value.Scalar amount = Value.Scalar.newBuilder().setValue(taken / 1000.0).build();
        picked.add(proto(entry).setScalar(amount).build());
        open -= taken;
      }
    }
  }

  private static List<Integer> pickPorts(
      List<Entry> entries, int needed, Collection<Resource> picked) {
    List<Integer> ports = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.name().equals(PORTS) && ports.size() < needed) {
        Ranges taken = lowest(entry.ranges(), needed - ports.size());
        picked.add(proto(entry).setRanges(taken.toProto()).build());
        for (Ranges.Range range : taken.ranges()) {
          for (long port = range.begin(); port <= range.end(); port++) {
            ports.add((int) port);
          }
        }
      }
    }
    return ports;
  }

  private static Ranges lowest(Ranges ranges, int count) {
    List<Ranges.Range> taken = new ArrayList<>();
    long open = count;
    for (Ranges.Range range : ranges.ranges()) {
      if (open > 0) {
        long end = Math.min(range.end(), range.begin() + open - 1);
        taken.add(new Ranges.Range(range.begin(), end));
        open -= end - range.begin() + 1;
      }
    }
    return Ranges.of(taken);
  }

  private static Resource.Builder proto(Entry entry) {
    return entry.toProto(ResourceFormat.POST_REFINEMENT).toBuilder();
  }

  /** Volumes, whole disks and shared or revocable resources are never taken by accident. */
  private static Resources usable(Resources from, Demand demand) {
    return from.filter(
        entry ->
            entry.isRevocable() == demand.revocable().contains(entry.name())
                && !entry.isShared()
                && !entry.isIndivisible()
                && entry.disk().isEmpty());
  }
}
