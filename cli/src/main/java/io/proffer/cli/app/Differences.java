package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is different between two versions of an app, value by value.
 *
 * @param path of the value, {@code /env/COLOUR}
 * @param from empty where it is new
 * @param to empty where it is gone
 */
public record Differences(String path, String from, String to) {

  /** What every change of an app changes. */
  private static final Set<String> NOT_CONFIGURATION = Set.of("/version", "/versionInfo");

  private static final List<Column<Differences>> COLUMNS =
      List.of(
          Column.text("path", Differences::path),
          Column.text("from", Differences::from),
          Column.text("to", Differences::to));

  /** As a list to print. */
  public static Listing<Differences> listing(JsonNode from, JsonNode to) {
    return new Listing<>(COLUMNS, between(from, to), "differences");
  }

  /** In the order of the paths. */
  public static List<Differences> between(JsonNode from, JsonNode to) {
    SortedMap<String, String> old = values(from);
    SortedMap<String, String> present = values(to);
    SortedSet<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(present.keySet());
    List<Differences> differences = new ArrayList<>();
    for (String path : paths) {
      String before = old.getOrDefault(path, "");
      String after = present.getOrDefault(path, "");
      if (!before.equals(after)) {
        differences.add(new Differences(path, before, after));
      }
    }
    return differences;
  }

  private static SortedMap<String, String> values(JsonNode app) {
    SortedMap<String, String> values = new TreeMap<>();
    collect("", app, values);
    return values;
  }

  private static void collect(String path, JsonNode node, SortedMap<String, String> values) {
    if (NOT_CONFIGURATION.contains(path)) {
      return;
    }
    if (node.isValueNode()) {
      values.put(path, node.isTextual() ? node.asText() : node.toString());
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      collect(path + "/" + field.getKey(), field.getValue(), values);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(path + "/" + i, node.get(i), values);
    }
  }
}
