package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a master is saved, looked at and restored. */
class SnapshotCommandsTest {

  @TempDir private Path dir;
  private EmbeddedZooKeeper zooKeeper;
  private MasterServer master;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = EmbeddedZooKeeper.start(dir.resolve("zk"), 0);
    master =
        MasterServer.start(
            MasterOptions.standalone(dir).withZooKeeper(zooKeeper.location("/proffer")));
    master.leading().toCompletableFuture().get(60, TimeUnit.SECONDS);
    file = dir.resolve("lab.snapshot");
  }

  @AfterEach
  void stop() {
    master.close();
    zooKeeper.close();
  }

  private CapturedTerminal terminal() {
    return new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()));
  }

  private void weigh(String weight) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(master.url() + "/weights").toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection
        .getOutputStream()
        .write(("[{\"role\":\"a\",\"weight\":" + weight + "}]").getBytes(StandardCharsets.UTF_8));
    assertThat(connection.getResponseCode()).isEqualTo(200);
  }

  private String weights() {
    return new MasterClient(MasterUrl.parse(master.address())).get("/weights").toString();
  }

  @Test
  void whatIsSavedIsShownInEveryFormat() throws Exception {
    weigh("2.5");
    CapturedTerminal saving = terminal();
    assertThat(saving.run("snapshot", "save", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(saving.err()).contains("Saved to " + file + ": 1 weight.");

    CapturedTerminal table = terminal();
    assertThat(table.run("snapshot", "inspect", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(table.out()).contains("KIND").contains("weight").contains("2.5");
    assertThat(table.err()).contains("of cluster 'proffer'").contains("1 weight.");
    CapturedTerminal json = terminal();
    json.run("snapshot", "inspect", file.toString(), "-o", "json");
    assertThat(json.out()).contains("\"kind\"").contains("\"weight\"").contains("\"2.5\"");
  }

  @Test
  void aSnapshotIsRestoredIntoAnEmptyClusterAndOtherwiseOnlyAfterAYes() throws Exception {
    weigh("2.5");
    terminal().run("snapshot", "save", file.toString());
    weigh("7");

    CapturedTerminal refused = terminal();
    assertThat(refused.run("snapshot", "restore", file.toString())).isEqualTo(ExitCode.CONFLICT);
    assertThat(refused.err()).contains("this one has 1 weight").contains("--force");

    CapturedTerminal unsure = terminal();
    assertThat(unsure.run("snapshot", "restore", file.toString(), "--force"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(unsure.err())
        .contains("This replaces what the master of cluster 'proffer'")
        .contains("knows: 1 weight.")
        .contains("nothing was replaced");
    assertThat(weights()).contains("7");

    CapturedTerminal sure = terminal();
    assertThat(sure.run("snapshot", "restore", file.toString(), "--force", "--yes"))
        .isEqualTo(ExitCode.DONE);
    assertThat(sure.err()).contains("Restored from " + file);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(weights()).contains("2.5"));
  }

  @Test
  void whatIsNotThereOrDamagedIsSaid() throws Exception {
    assertThat(terminal().run("snapshot", "inspect", dir.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE);
    Files.writeString(file, "what?");
    CapturedTerminal damaged = terminal();
    assertThat(damaged.run("snapshot", "restore", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(damaged.err()).contains(file + " is damaged").contains("Take another copy");
    assertThat(terminal().run("snapshot", "save")).isEqualTo(ExitCode.USAGE);
    CapturedTerminal nowhere = terminal();
    assertThat(nowhere.run("snapshot", "save", dir.resolve("no/such/dir").toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(nowhere.err()).contains("cannot be written");
    CapturedTerminal nobody = new CapturedTerminal(Map.of("PROFFER_MASTER", "127.0.0.1:1"));
    assertThat(nobody.run("snapshot", "save", file.toString())).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(file).as("what was there stays").hasContent("what?");
  }
}
