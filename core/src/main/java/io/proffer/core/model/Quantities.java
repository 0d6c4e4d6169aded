package io.proffer.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Value;

/**
 * How much of scalar resources, by name, whatever their metadata. A name that is not there means
 * nothing of it, or, of limits, no limit. Immutable.
 *
 * @param millis thousandths, by name; none negative
 */
public record Quantities(SortedMap<String, Long> millis) {

  public static final Quantities NONE = new Quantities(new TreeMap<>());

  public Quantities {
    millis = Collections.unmodifiableSortedMap(new TreeMap<>(millis));
  }

  /** As on the wire, zeros included. */
  public static Quantities of(Map<String, Value.Scalar> scalars) {
    SortedMap<String, Long> millis = new TreeMap<>();
    scalars.forEach((name, scalar) -> millis.put(name, Scalars.toMillis(scalar.getValue())));
    return new Quantities(millis);
  }

  /** What there is of each scalar among the entries that {@code wanted} accepts. */
  public static Quantities of(Resources resources, Predicate<Entry> wanted) {
    return new Quantities(resources.filter(wanted).scalarsMillis());
  }

  /** Thousandths; 0 of what is not there. */
  public long millis(String name) {
    return millis.getOrDefault(name, 0L);
  }

  public boolean isEmpty() {
    return millis.isEmpty();
  }

  /** Without the names of which there is nothing. */
  public Quantities withoutZeros() {
    SortedMap<String, Long> some = new TreeMap<>(millis);
    some.values().removeIf(amount -> amount == 0);
    return some.size() == millis.size() ? this : new Quantities(some);
  }

  public Quantities plus(Quantities other) {
    SortedMap<String, Long> sum = new TreeMap<>(millis);
    other.millis.forEach((name, amount) -> sum.merge(name, amount, Scalars::plus));
    return new Quantities(sum);
  }

  /** What is left of this without the part of {@code other} that is in it; no zeros. */
  public Quantities minus(Quantities other) {
    SortedMap<String, Long> rest = new TreeMap<>(millis);
    rest.replaceAll((name, amount) -> Math.max(0, amount - other.millis(name)));
    return new Quantities(rest).withoutZeros();
  }

  /** Whether there is at least as much of everything as in {@code other}. */
  public boolean contains(Quantities other) {
    return other.millis.entrySet().stream().allMatch(e -> millis(e.getKey()) >= e.getValue());
  }

  /** Taken as limits: whether {@code consumed} is within those that there are. */
  public boolean allow(Quantities consumed) {
    return millis.entrySet().stream().allMatch(e -> consumed.millis(e.getKey()) <= e.getValue());
  }

  /** What of this is more than {@code limits}, taken as limits, allow. */
  public Quantities beyond(Quantities limits) {
    SortedMap<String, Long> excess = new TreeMap<>();
    limits.millis.forEach(
        (name, limit) -> {
          if (millis(name) > limit) {
            excess.put(name, millis(name) - limit);
          }
        });
    return new Quantities(excess);
  }

  /** As on the wire. */
  public Map<String, Value.Scalar> toProto() {
    SortedMap<String, Value.Scalar> scalars = new TreeMap<>();
    millis.forEach(
        (name, amount) ->
            scalars.put(
                name, Value.Scalar.newBuilder().setValue(Scalars.toDouble(amount)).build()));
    return scalars;
  }

  /** Mesos' text: {@code cpus:2; mem:4096}, or <code>{}</code> for none. */
  @Override
  public String toString() {
    if (millis.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    millis.forEach(
        (name, amount) ->
            text.append(text.isEmpty() ? "" : "; ")
                .append(name)
                .append(':')
                .append(Scalars.text(amount)));
    return text.toString();
  }
}
