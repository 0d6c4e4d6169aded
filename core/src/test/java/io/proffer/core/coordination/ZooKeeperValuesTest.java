package io.proffer.core.coordination;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody waits for ever: what holds of the values besides is told of the stores made of them. */
@Timeout(60)
class ZooKeeperValuesTest {

  @TempDir private static Path dir;
  private static EmbeddedZooKeeper zooKeeper;

  @BeforeAll
  static void startZooKeeper() {
    zooKeeper = EmbeddedZooKeeper.start(dir, 0);
  }

  @AfterAll
  static void stopZooKeeper() {
    zooKeeper.close();
  }

  private static CuratorFramework client() {
    return ZooKeeperClients.open(
        zooKeeper.location("/questions"), ZooKeeperClients.SESSION_TIMEOUT);
  }

  @Test
  void whoWaitsForAnswersHearsThatTheClientWasClosed() throws Exception {
    CuratorFramework client = client();
    Questions questions = new Questions(client);
    questions.ask(event -> {});
    CompletableFuture<Void> closed = CompletableFuture.runAsync(client::close);

    assertThatThrownBy(questions::await)
        .isInstanceOf(IOException.class)
        .hasMessage("the connection to ZooKeeper was closed meanwhile");
    closed.get(20, SECONDS);
    assertThatThrownBy(
            () -> {
              for (int asked = 0; asked <= 500; asked++) {
                questions.ask(event -> {}); // as many as may be under way, and one more
              }
            })
        .hasMessage("the connection to ZooKeeper was closed meanwhile");
  }

  @Test
  void whoWaitsForAnswersThatDoNotComeHearsThatInTheEnd() throws Exception {
    try (CuratorFramework client = client()) {
      Questions questions = new Questions(client, Duration.ofMillis(300));
      questions.ask(event -> {});

      assertThatThrownBy(questions::await).hasMessageContaining("has not answered for 300 ms");
    }
  }

  @Test
  void whatIsAskedOfClosedValuesIsRefused() {
    ZooKeeperValues values = ZooKeeperValues.open(zooKeeper.location("/closed"));
    values.put("name", "a".getBytes(StandardCharsets.UTF_8));
    values.close();

    SequencedMap<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    changes.put("name", Optional.empty());
    assertThatThrownBy(values::entries)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot read all values in zk://")
        .hasMessageEndingWith("the connection to ZooKeeper has been closed");
    assertThatThrownBy(values::claim).hasMessageEndingWith("has been closed");
    assertThatThrownBy(() -> values.commit(changes)).hasMessageEndingWith("has been closed");
  }
}
