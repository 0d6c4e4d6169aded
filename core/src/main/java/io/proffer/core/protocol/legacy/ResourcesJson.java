package io.proffer.core.protocol.legacy;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Ranges;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Resources as {@code {"cpus":0.3,"gpus":0.0,...,"ports":"[31000-32000]"}}: sums over all metadata,
 * the four names everyone knows always there, what is revocable apart.
 */
public final class ResourcesJson {

  private static final String REVOCABLE = "_revocable";

  private ResourcesJson() {}

  /** All of it, as one field. */
  public static void write(LegacyWriter out, String name, Resources resources) throws IOException {
    Map<String, Long> scalars = new LinkedHashMap<>();
    scalars.put("disk", 0L);
    scalars.put("mem", 0L);
    scalars.put("gpus", 0L);
    scalars.put("cpus", 0L);
    Map<String, Ranges> ranges = new TreeMap<>();
    Map<String, Set<String>> sets = new TreeMap<>();
    for (Entry entry : resources.entries()) {
      String key = entry.name() + (entry.isRevocable() ? REVOCABLE : "");
      switch (entry.type()) {
        case SCALAR -> scalars.merge(key, entry.millis(), Long::sum);
        case RANGES -> ranges.merge(key, entry.ranges(), Ranges::plus);
        case SET -> sets.computeIfAbsent(key, k -> new TreeSet<>()).addAll(entry.items());
        case TEXT -> {}
      }
    }
    out.object(
        name,
        o -> {
          for (Map.Entry<String, Long> scalar : scalars.entrySet()) {
            o.millis(scalar.getKey(), scalar.getValue());
          }
          for (Map.Entry<String, Ranges> range : ranges.entrySet()) {
            o.string(range.getKey(), range.getValue().toString());
          }
          for (Map.Entry<String, Set<String>> set : sets.entrySet()) {
            o.string(set.getKey(), "{" + String.join(", ", set.getValue()) + "}");
          }
        });
  }

  /** What is reserved, as one field: sums by the roles that have it. */
  public static void writeReserved(LegacyWriter out, String name, Resources resources)
      throws IOException {
    out.object(
        name,
        o -> {
          for (Map.Entry<String, Resources> role : reserved(resources).entrySet()) {
            write(o, role.getKey(), role.getValue());
          }
        });
  }

  /** The same as messages, which say what the sums do not. */
  public static void writeReservedInFull(LegacyWriter out, String name, Resources resources)
      throws IOException {
    out.object(
        name,
        o -> {
          for (Map.Entry<String, Resources> role : reserved(resources).entrySet()) {
            o.messages(role.getKey(), role.getValue().toProtos(ResourceFormat.ENDPOINT));
          }
        });
  }

  private static SortedMap<String, Resources> reserved(Resources resources) {
    SortedMap<String, Resources> byRole = new TreeMap<>();
    for (Entry entry : resources.entries()) {
      entry
          .reservationRole()
          .ifPresent(role -> byRole.computeIfAbsent(role, resources::reservedTo));
    }
    return byRole;
  }

  /** Only how much there is of each name, of ranges and sets the number of members. */
  public static void writeQuantities(LegacyWriter out, String name, Resources resources)
      throws IOException {
    Map<String, Long> millis = new TreeMap<>();
    for (Entry entry : resources.entries()) {
      millis.merge(entry.name(), quantityMillis(entry), Long::sum);
    }
    out.object(
        name,
        o -> {
          for (Map.Entry<String, Long> quantity : millis.entrySet()) {
            o.millis(quantity.getKey(), quantity.getValue());
          }
        });
  }

  private static long quantityMillis(Entry entry) {
    return switch (entry.type()) {
      case SCALAR -> entry.millis();
      case RANGES -> entry.ranges().size() * 1000;
      case SET -> entry.items().size() * 1000L;
      case TEXT -> 0;
    };
  }
}
