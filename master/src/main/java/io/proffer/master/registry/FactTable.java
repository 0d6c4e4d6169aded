package io.proffer.master.registry;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is kept, as it is written: in each section what came first is first. Not thread-safe. */
final class FactTable {

  private final Map<Section, Map<String, ByteString>> sections = new EnumMap<>(Section.class);

  FactTable() {
    for (Section section : Section.values()) {
      sections.put(section, new LinkedHashMap<>());
    }
  }

  void apply(Change change) {
    Map<String, ByteString> in = in(change.section());
    change
        .value()
        .ifPresentOrElse(value -> in.put(change.key(), value), () -> in.remove(change.key()));
  }

  Optional<ByteString> get(Section section, String key) {
    return Optional.ofNullable(in(section).get(key));
  }

  /** Live. */
  Map<String, ByteString> entries(Section section) {
    return Collections.unmodifiableMap(in(section));
  }

  /** The changes that make this of nothing. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    sections.forEach(
        (section, entries) ->
            entries.forEach((key, value) -> changes.add(Change.put(section, key, value))));
    return changes;
  }

  private Map<String, ByteString> in(Section section) {
    return sections.getOrDefault(section, Map.of());
  }
}
