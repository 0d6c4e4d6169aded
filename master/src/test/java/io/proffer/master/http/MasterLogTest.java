package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master's own log, as Mesos' web UI and operators' programs read it. */
class MasterLogTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOG = "path=/master/log";

  private static MasterServer master;
  private static Path file;

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    file = Files.writeString(workDir.resolve("master.log"), "it leads\n€ and cents\n");
    master = MasterServer.start(MasterOptions.standalone(workDir).withLog(Optional.of(file)));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  private static String get(String path) {
    RawHttp.Answer answer = RawHttp.get(master, path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static RawHttp.Answer call(String json) {
    return RawHttp.postJson(master, "/api/v1", json);
  }

  @Test
  void theStateSaysThatThereIsOne() throws Exception {
    JsonNode state = JSON.readTree(get("/state"));

    assertThat(state.path("external_log_file").asText()).isEqualTo(file.toString());
    assertThat(state.at("/flags/external_log_file").asText()).isEqualTo(file.toString());
  }

  @Test
  void itIsReadFromAnOffsetOn() {
    assertThat(get("/files/read?offset=3&length=5&" + LOG))
        .isEqualTo("{\"offset\":3,\"data\":\"leads\",\"next\":8}");
    assertThat(get("/files/read?offset=0&length=11&" + LOG))
        .as("a character that is cut off is left to the next read")
        .isEqualTo("{\"offset\":0,\"data\":\"it leads\\n\",\"next\":9}");
    assertThat(get("/files/read?offset=9223372036854775807&" + LOG)).contains("\"data\":\"\"");
    assertThat(get("/files/read?offset=9&length=-1&jsonp=found&" + LOG))
        .isEqualTo("found({\"offset\":9,\"data\":\"€ and cents\\n\",\"next\":23});");
  }

  @Test
  void withoutAnOffsetItsSizeIsTold() throws Exception {
    assertThat(get("/files/read?" + LOG))
        .isEqualTo("{\"offset\":%1$d,\"data\":\"\",\"next\":%1$d}".formatted(Files.size(file)));
  }

  @Test
  void itIsDownloadedAndListed() throws Exception {
    RawHttp.Answer whole = RawHttp.get(master, "/files/download?" + LOG);

    assertThat(whole.text()).isEqualTo(Files.readString(file));
    assertThat(whole.head().header("content-disposition")).contains("attachment; filename=log");
    assertThat(get("/files/browse?" + LOG)).isEqualTo("[]");
    assertThat(get("/files/debug")).isEqualTo("{\"/master/log\":\"" + file + "\"}");
  }

  @Test
  void theOperatorApiReadsItToo() throws Exception {
    RawHttp.Answer read =
        call(
            "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\"/master/log\",\"offset\":3,\"length\":5}}");
    RawHttp.Answer list =
        call("{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"/master/log\"}}");

    JsonNode part = JSON.readTree(read.text()).path("read_file");
    assertThat(part.path("size").asLong()).isEqualTo(Files.size(file));
    byte[] data = Base64.getDecoder().decode(part.path("data").asText());
    assertThat(new String(data, StandardCharsets.UTF_8)).isEqualTo("leads");
    assertThat(list.text()).contains("LIST_FILES");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "/master/log/../../etc/passwd", "/master/logs", "/master", "log"})
  void noOtherFileIsShown(String path) {
    for (String what : new String[] {"read", "download", "browse"}) {
      RawHttp.Answer answer = RawHttp.get(master, "/files/" + what + "?offset=0&path=" + path);
      assertThat(answer.status()).as(what).isEqualTo(404);
      assertThat(answer.text()).contains("'/master/log'");
    }
    assertThat(
            call("{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\"%s\",\"offset\":0}}"
                    .formatted(path))
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?path=", "?path=/master/log&offset=x", "?path=/master/log&offset=-2"})
  void whatCannotBeMeantIsRefused(String query) {
    assertThat(RawHttp.get(master, "/files/read" + query).status()).isEqualTo(400);
  }
}
