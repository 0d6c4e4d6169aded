package io.proffer.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {

  private static final Duration SESSION = Duration.ofSeconds(2);

  @TempDir Path dir;

  @Test
  void whatIsWrittenIsThereAfterARestart() throws Exception {
    byte[] content = "agents".getBytes(StandardCharsets.UTF_8);
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0);
        CuratorFramework client = ZooKeeperClients.open(server.location("/p"), SESSION)) {
      client.create().creatingParentsIfNeeded().forPath("/p/registry", content);
    }

    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0);
        CuratorFramework client = ZooKeeperClients.open(server.location("/p"), SESSION)) {
      assertThat(client.getData().forPath("/p/registry")).isEqualTo(content);
    }
  }

  @Test
  void itListensOnTheLoopbackInterfaceOnly() {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0)) {
      assertThat(server.connect()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(server.port()).isPositive();
    }
  }

  @Test
  void aTakenPortIsSaidPlainly() {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir.resolve("a"), 0)) {
      int taken = server.port();

      assertThatThrownBy(() -> EmbeddedZooKeeper.start(dir.resolve("b"), taken))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("port %d of 127.0.0.1 is taken", taken);
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSaidPlainly() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));

    assertThatThrownBy(() -> EmbeddedZooKeeper.start(file.resolve("data"), 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("with its data in " + file.resolve("data"));
  }

  @Test
  void nodesOfAUserAreReadByAllAndChangedByTheUserOnly() throws Exception {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0)) {
      ZooKeeperLocation owned =
          ZooKeeperLocation.parse("zk://proffer:secret@" + server.connect() + "/p");
      try (CuratorFramework owner = ZooKeeperClients.open(owned, SESSION);
          CuratorFramework other = ZooKeeperClients.open(server.location("/p"), SESSION)) {
        owner.create().forPath("/p", new byte[] {1});

        assertThat(other.getData().forPath("/p")).containsExactly(1);
        assertThatThrownBy(() -> other.setData().forPath("/p", new byte[] {2}))
            .isInstanceOf(KeeperException.NoAuthException.class);
        owner.setData().forPath("/p", new byte[] {3});
        assertThat(other.getData().forPath("/p")).containsExactly(3);
      }
    }
  }
}
