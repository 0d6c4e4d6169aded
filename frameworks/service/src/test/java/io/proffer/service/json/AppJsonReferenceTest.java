package io.proffer.service.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import io.proffer.frameworks.common.reference.FieldTable;
import io.proffer.frameworks.common.reference.ReaderProbe;
import io.proffer.service.model.PathId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  private static String autoscaled(String type) {
    return "{\"proffer\": {\"autoscale\": {\"metrics\": [{\"type\": \"%s\"}]}}}".formatted(type);
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
                json(autoscaled("prometheus")),
                json(autoscaled("http")),
                json("{\"networks\": [{\"mode\": \"container\"}], \"container\": {}}")));
    Problems none = new Problems();
    ObjectNode usual = AppWriter.write(READER.read(json("{\"cmd\": \"sleep 1\"}"), ID, "", none));
    return """
        # App JSON

        What `POST /v2/apps`, `proffer app deploy FILE` and the dashboard's editor take, as the reader of it tells: a test writes this page
        from what the reader looks for, and from what it says to values that break its rules. What is not here is refused, with the
        nearest name there is. [service.md](service.md) says more and, of the object `proffer`,
        [service-beyond-marathon.md](service-beyond-marathon.md); `[]` is each element of a list. A field that is left out is as the
        third column says; one without a value there is not there then.

        """
        + FieldTable.of(probe, meanings(), path -> path.equals("/cmd") ? "" : usual(usual, path));
  }

  private static Map<String, String> meanings() throws IOException {
    try (InputStream properties =
        AppJsonReferenceTest.class.getResourceAsStream("app-fields.properties")) {
      return FieldTable.meanings(Objects.requireNonNull(properties));
    }
  }

  private static void read(ObjectNode json, NamedFields.Report report) {
    READER.read(
        json,
        ID,
        "",
        new Problems() {
          @Override
          public void asked(String object, String name, Optional<JsonType> type) {
            report.asked(object, name, type);
          }

          @Override
          void wrongType(String path, String error) {
            if (error.endsWith("jsstring")) {
              report.wrongType(path, JsonType.STRING);
            }
            report.broken(path, error);
          }

          @Override
          public void broken(String path, String rule) {
            report.broken(path, rule);
          }
        });
  }

  private static String usual(ObjectNode usual, String path) {
    JsonNode found = usual.at(path);
    return found.isValueNode() ? found.asText() : "";
  }
}
