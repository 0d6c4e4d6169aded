package io.proffer.service.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.json.JsonType;
import io.proffer.service.model.PathId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/app-json.md} says what the reader of app JSON takes, as the reader itself tells it.
 */
class AppJsonReferenceTest {

  private static final String WRITE = "proffer.docs.write";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PathId ID = PathId.of("/web");

  private static final AppReader READER = new AppReader("*");

  @Test
  void thePageSaysWhatTheReaderTakes() throws IOException {
    Path page = docs().resolve("app-json.md");
    String text = text();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(page, text);
    }
    assertThat(Files.readString(page))
        .as("docs/app-json.md; -D%s=true of this test writes it anew", WRITE)
        .isEqualTo(text);
  }

  private static Path docs() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("docs/commands.md"))) {
        return dir.resolve("docs");
      }
    }
    throw new IllegalStateException("this test does not run in the repository");
  }

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text);
  }

  private static String text() throws IOException {
    ReaderProbe probe =
        new ReaderProbe(
            AppJsonReferenceTest::read,
            List.of(
                json("{}"),
                json("{\"container\": {\"type\": \"DOCKER\"}}"),
                json("{\"container\": {\"type\": \"MESOS\", \"docker\": {}}}"),
                json("{\"container\": {\"volumes\": [{\"persistent\": {}}]}}"),
                json("{\"container\": {\"volumes\": [{\"external\": {}}]}}"),
                json("{\"container\": {\"volumes\": [{\"secret\": \"s\"}]}}"),
                json("{\"networks\": [{\"mode\": \"container\"}], \"container\": {}}")));
    Problems none = new Problems();
    ObjectNode usual = AppWriter.write(READER.read(json("{\"cmd\": \"sleep 1\"}"), ID, "", none));
    Map<String, String> lines = new TreeMap<>();
    for (Map.Entry<String, Optional<JsonType>> field : probe.fields().entrySet()) {
      String path = field.getKey();
      // What only its being there is asked of is refused.
      field
          .getValue()
          .ifPresent(
              type ->
                  lines.put(
                      name(path),
                      "| `%s` | %s | %s | %s |"
                          .formatted(
                              name(path),
                              type(probe, path, type),
                              path.equals("/cmd") ? "" : usual(usual, path),
                              rules(probe.rules(path)))));
    }
    return """
        # App JSON

        What `POST /v2/apps`, `proffer app deploy FILE` and the dashboard's editor take, as the reader of it tells: a test writes this page
        from what the reader looks for, and from what it says to values that break its rules. What is not here is refused, with the
        nearest name there is. What the fields mean is in [service.md](service.md) and, of the object `proffer`, in
        [service-beyond-marathon.md](service-beyond-marathon.md); `[]` is each element of a list. A field that is left out is as the
        third column says; one without a value there is not there then.

        | Field | Type | Usual | Rules |
        |---|---|---|---|
        """
        + String.join("\n", lines.values())
        + "\n";
  }

  private static void read(ObjectNode json, Problems problems) {
    READER.read(json, ID, "", problems);
  }

  private static String name(String path) {
    return path.substring(1).replace("(0)", "[]").replace('/', '.');
  }

  private static String type(ReaderProbe probe, String path, JsonType type) {
    return switch (type) {
      case ARRAY -> probe.isListOfTexts(path) ? "strings" : "list";
      case STRING, BOOLEAN, NUMBER, OBJECT -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String usual(ObjectNode usual, String path) {
    JsonNode found = usual.at(path.replace("(0)", "/0"));
    return found.isValueNode() && !found.asText().isEmpty() ? "`" + found.asText() + "`" : "";
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
