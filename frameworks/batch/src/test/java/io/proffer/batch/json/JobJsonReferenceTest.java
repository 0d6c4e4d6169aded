package io.proffer.batch.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import io.proffer.frameworks.common.reference.FieldTable;
import io.proffer.frameworks.common.reference.ReaderProbe;
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
 * {@code docs/job-json.md} says what the reader of job JSON takes, as the reader itself tells it.
 */
class JobJsonReferenceTest {

  private static final String WRITE = "proffer.docs.write";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SMALLEST =
      """
      {"id": "report", "run": {"cmd": "date", "cpus": 0.1, "mem": 32, "disk": 0},
       "schedules": [{"id": "daily", "cron": "0 3 * * *"}], "batch": {"retry": {}}}""";

  @Test
  void thePageSaysWhatTheReaderTakes() throws Exception {
    Path page = docs().resolve("job-json.md");
    String text = text();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(page, text);
    }
    assertThat(Files.readString(page))
        .as("docs/job-json.md; -D%s=true of this test writes it anew", WRITE)
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

  private static String text() throws Exception {
    ReaderProbe probe =
        new ReaderProbe(
            JobJsonReferenceTest::read,
            List.of(
                json("{}"),
                json("{\"run\": {\"networks\": [{\"mode\": \"container\"}]}}"),
                json("{\"run\": {\"volumes\": [{\"secret\": \"s\"}]}}"),
                json("{\"batch\": {\"misfire\": \"?\"}}"),
                json("{\"batch\": {\"failurePolicy\": {\"maxMemory\": 64}}}")));
    ObjectNode usual =
        JobWriter.write(JobReader.job(json(SMALLEST), Optional.empty(), JobReader.Schedules.TAKEN));
    return """
        # Job JSON

        What `POST /v0/scheduled-jobs`, `proffer job submit job.json` and the dashboard's editor take (`POST /v1/jobs` the same, without
        `schedules`), as the reader of it tells: a test writes this page from what the reader looks for, and from what it says to values
        that break its rules. What is not here is refused, with the nearest name there is. [batch.md](batch.md) says more; `[]` is each
        element of a list. A field that is left out is as the third column says; one without a value there is not there then.

        """
        + FieldTable.of(probe, meanings(), path -> usual(usual, path));
  }

  private static Map<String, String> meanings() throws IOException {
    try (InputStream properties =
        JobJsonReferenceTest.class.getResourceAsStream("job-fields.properties")) {
      return FieldTable.meanings(Objects.requireNonNull(properties));
    }
  }

  /** A run is a gang or an array: what a document says of both is read of each. */
  private static void read(ObjectNode json, NamedFields.Report report) {
    readOne(json, report);
    ObjectNode noGang = json.deepCopy();
    if (noGang.path("batch") instanceof ObjectNode batch && batch.has("gang")) {
      batch.remove("gang");
      readOne(noGang, report);
    }
  }

  private static void readOne(ObjectNode json, NamedFields.Report report) {
    Problems reported =
        new Problems() {
          @Override
          public void asked(String object, String name, Optional<JsonType> type) {
            report.asked(object, name, type);
          }

          @Override
          public void wrongType(String path, JsonType expected) {
            report.wrongType(path, expected);
            super.wrongType(path, expected);
          }

          @Override
          public void broken(String path, String rule) {
            report.broken(path, rule);
            super.broken(path, rule);
          }
        };
    try {
      JobReader.job(json, Optional.empty(), JobReader.Schedules.TAKEN, reported);
    } catch (InvalidObjectException expected) {
      // What is wrong was reported.
    }
  }

  /** Not of what the smallest job has to say, and not what only this one is called. */
  private static String usual(ObjectNode usual, String path) {
    boolean said = path.matches("/id|/run/(cmd|cpus|mem|disk)|/schedules/0/(id|cron)");
    JsonNode found = usual.at(path);
    return !said && found.isValueNode() ? found.asText() : "";
  }
}
