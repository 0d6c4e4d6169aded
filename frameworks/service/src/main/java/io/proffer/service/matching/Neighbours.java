package io.proffer.service.matching;

import io.proffer.service.model.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where an app's other instances of the same configuration are, counted by what constraints look
 * at. Not thread-safe.
 */
public final class Neighbours {

  private final List<Site> sites = new ArrayList<>();
  private final Map<String, Values> byField = new HashMap<>();

  /** The values of one field; a place without the field has none. */
  static final class Values {

    private final Map<String, Integer> counts = new TreeMap<>();
    private Optional<String> first = Optional.empty();

    private void add(String value) {
      counts.merge(value, 1, Integer::sum);
      first = first.or(() -> Optional.of(value));
    }

    /** How many instances have this value. */
    int count(String value) {
      return counts.getOrDefault(value, 0);
    }

    /** The value of the first instance. */
    Optional<String> first() {
      return first;
    }

    /** How many different values there are. */
    int groups() {
      return counts.size();
    }

    /** How many have the value that the fewest have; 0 when there are none. */
    int smallest() {
      return counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    /** How many values more than so many instances have. */
    long groupsLargerThan(int size) {
      return counts.values().stream().filter(count -> count > size).count();
    }
  }

  /** One more instance is there. */
  public void add(Site site) {
    sites.add(site);
    byField.forEach((field, values) -> site.value(field).ifPresent(values::add));
  }

  Values of(String field) {
    return byField.computeIfAbsent(field, this::count);
  }

  private Values count(String field) {
    Values values = new Values();
    sites.forEach(site -> site.value(field).ifPresent(values::add));
    return values;
  }
}
