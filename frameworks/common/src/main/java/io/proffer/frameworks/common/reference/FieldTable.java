package io.proffer.frameworks.common.reference;

import io.proffer.frameworks.common.json.JsonType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a reader takes, as a table of Markdown: a line for each field. */
public final class FieldTable {

  private static final String HEAD =
      """
      | Field | Type | Usual | Meaning | Rules |
      |---|---|---|---|---|
      """;

  private final ReaderProbe probe;
  private final Map<String, String> meanings;
  private final UnaryOperator<String> usual;

  private FieldTable(ReaderProbe probe, Map<String, String> meanings, UnaryOperator<String> usual) {
    this.probe = probe;
    this.meanings = meanings;
    this.usual = usual;
  }

  /**
   * Meanings as they are written down: a line of properties for each field, in UTF-8.
   *
   * @throws IOException when it cannot be read
   */
  public static Map<String, String> meanings(InputStream properties) throws IOException {
    Properties read = new Properties();
    read.load(new InputStreamReader(properties, StandardCharsets.UTF_8));
    Map<String, String> meanings = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> meanings.put(name, read.getProperty(name)));
    return meanings;
  }

  /**
   * The table.
   *
   * @param meanings what each field means, by its name in the table, as {@code fetch[].uri}
   * @param usual what a field is where nothing is said, by its path as a JSON pointer; empty where
   *     it is not there then
   * @throws IllegalStateException when a field has no meaning, or a meaning no field
   */
  public static String of(
      ReaderProbe probe, Map<String, String> meanings, UnaryOperator<String> usual) {
    return new FieldTable(probe, meanings, usual).text();
  }

  private String text() {
    Map<String, String> lines = new TreeMap<>();
    for (Map.Entry<String, Optional<JsonType>> field : probe.fields().entrySet()) {
      String name = name(field.getKey());
      // What only its being there is asked of is refused, unless somebody says what it is for.
      if (field.getValue().isPresent() || meanings.containsKey(name)) {
        lines.put(name, line(field.getKey(), field.getValue()));
      }
    }
    requireEqual(lines.keySet(), meanings.keySet());
    return HEAD + String.join("\n", lines.values()) + "\n";
  }

  private static void requireEqual(Set<String> fields, Set<String> explained) {
    Set<String> unexplained = new TreeSet<>(fields);
    unexplained.removeAll(explained);
    Set<String> unknown = new TreeSet<>(explained);
    unknown.removeAll(fields);
    if (!unexplained.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalStateException(
          "fields whose meaning is not said: %s; meanings of no field: %s"
              .formatted(unexplained, unknown));
    }
  }

  private String line(String path, Optional<JsonType> type) {
    String unset = usual.apply(path.replace("(0)", "/0"));
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            name(path),
            type.map(known -> type(path, known)).orElse("any"),
            unset.isEmpty() ? "" : "`" + unset + "`",
            meanings.getOrDefault(name(path), ""),
            rules(probe.rules(path)));
  }

  private static String name(String path) {
    return path.substring(1).replace("(0)", "[]").replace('/', '.');
  }

  private String type(String path, JsonType type) {
    return switch (type) {
      case ARRAY -> probe.isListOfTexts(path) ? "strings" : "list";
      case STRING, BOOLEAN, NUMBER, OBJECT -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The rules as sentences that stand alone. */
  private static String rules(Set<String> rules) {
    return rules.stream()
        .map(rule -> rule.replaceFirst("^error\\.[a-z.]+: ", ""))
        .map(rule -> rule.equals("error.expected.int") ? "a whole number" : rule)
        .filter(rule -> !rule.startsWith("error."))
        .map(rule -> rule.replace("|", "\\|").replace("](", "]&#40;"))
        .collect(Collectors.joining("; "));
  }
}
