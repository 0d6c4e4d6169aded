package io.proffer.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.core.protocol.MesosJson;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters publish, detectors follow, on a real server. */
@SuppressWarnings(
    "try") // Nodes stand for as long as they are open; nothing more is done with them.
class LeaderDetectionTest {

  private static final Duration SESSION = Duration.ofSeconds(2);

  @TempDir Path dir;

  private EmbeddedZooKeeper zooKeeper;
  private ZooKeeperLocation location;
  private CuratorFramework client;
  private ZooKeeperMasterDetector detector;

  /** What the detector has told: the ports of the leaders, "none" for none. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    zooKeeper = EmbeddedZooKeeper.start(dir, 0);
    location = zooKeeper.location("/proffer");
    client = ZooKeeperClients.open(location, SESSION);
    detector = new ZooKeeperMasterDetector(location, SESSION);
  }

  @AfterEach
  void stop() {
    detector.close();
    client.close();
    zooKeeper.close();
  }

  @Test
  void theLeaderIsPublishedAsMesosClientsReadIt() throws Exception {
    MasterInfo leader = master(5050);
    try (LeaderNode node = LeaderNode.publish(location, leader, SESSION)) {
      String path = node.published().get(10, TimeUnit.SECONDS);

      assertThat(path).isEqualTo("/proffer/json.info_0000000000");
      assertThat(client.getChildren().forPath("/proffer")).containsExactly("json.info_0000000000");
      assertThat(client.getData().forPath(path)).isEqualTo(MesosJson.write(leader));
      assertThat(client.checkExists().forPath(path).getEphemeralOwner())
          .isEqualTo(node.sessionId());
    }
  }

  @Test
  void withoutALeaderNoneIsToldAndThenTheFirst() {
    detector.start(this::tell);
    awaitTold("none");

    try (LeaderNode node = LeaderNode.publish(location, master(5050), SESSION)) {
      awaitTold("none", "5050");
    }
    awaitTold("none", "5050", "none");
  }

  @Test
  void aNewLeaderLeadsAtOnceThoughTheOldOnesSessionStillStands() throws Exception {
    try (LeaderNode old = published(5050)) {
      detector.start(this::tell);
      awaitTold("5050");

      try (LeaderNode successor = LeaderNode.publish(location, master(5051), SESSION)) {
        awaitTold("5050", "5051");
        // The old one has noticed that it was deleted, and stays away.
        await()
            .during(Duration.ofMillis(500))
            .until(() -> client.getChildren().forPath("/proffer").size() == 1);
        assertThat(successor.published()).isCompleted();
        assertThat(old.published()).isCompleted();
      }
    }
  }

  @Test
  void theNextLowestLeadsWhenTheSessionOfTheLeaderDies() throws Exception {
    // Plain nodes, as the masters of a Mesos cluster would publish.
    try (CuratorFramework first = ZooKeeperClients.open(location, SESSION)) {
      first
          .create()
          .creatingParentsIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath("/proffer/json.info_0000000003", json(3));
      client.create().forPath("/proffer/json.info_0000000012", json(12));
      client.create().forPath("/proffer/info_0000000001", new byte[] {1});
      client.create().forPath("/proffer/json.info_none", json(99));
      detector.start(this::tell);
      awaitTold("3");

      zooKeeper.expire(first.getZookeeperClient().getZooKeeper().getSessionId());

      awaitTold("3", "12");
    }
  }

  @Test
  void aLeaderWhoseSessionWasLostPublishesAgain() throws Exception {
    try (LeaderNode node = LeaderNode.publish(location, master(5050), SESSION)) {
      node.published().get(10, TimeUnit.SECONDS);

      zooKeeper.expire(node.sessionId());

      await()
          .until(
              () ->
                  client.getChildren().forPath("/proffer").equals(List.of("json.info_0000000001")));
      detector.start(this::tell);
      awaitTold("5050");
    }
  }

  @Test
  void aLeaderNodeDeletedByHandComesBack() throws Exception {
    try (LeaderNode node = LeaderNode.publish(location, master(5050), SESSION)) {
      client.delete().forPath(node.published().get(10, TimeUnit.SECONDS));
      detector.start(this::tell);

      await().until(() -> told.contains("5050"));
    }
  }

  @Test
  void theDetectorGoesOnAfterItsOwnSessionWasLost() throws Exception {
    try (LeaderNode first = published(5050)) {
      detector.start(this::tell);
      awaitTold("5050");

      zooKeeper.expire(detector.sessionId());
      try (LeaderNode second = LeaderNode.publish(location, master(5051), SESSION)) {
        await().until(() -> told.getLast().equals("5051"));
      }
      await().until(() -> told.getLast().equals("none"));
    }
  }

  @Test
  void whileZooKeeperIsAwayNoneIsToldAndThenTheLeaderAgain() throws Exception {
    int port = zooKeeper.port();
    try (LeaderNode node = published(5050)) {
      detector.start(this::tell);
      awaitTold("5050");

      zooKeeper.close();
      awaitTold("5050", "none");
      zooKeeper = EmbeddedZooKeeper.start(dir, port);

      await().atMost(Duration.ofSeconds(20)).until(() -> told.getLast().equals("5050"));
    }
  }

  @Test
  void aZooKeeperThatNeverAnsweredMeansNone() {
    zooKeeper.close();

    detector.start(this::tell);

    awaitTold("none");
  }

  @Test
  void aNodeThatNamesNoMasterIsNoLeader() throws Exception {
    client
        .create()
        .creatingParentsIfNeeded()
        .forPath("/proffer/json.info_0000000000", "{}".getBytes(StandardCharsets.UTF_8));
    detector.start(this::tell);
    awaitTold("none");

    client.create().forPath("/proffer/json.info_0000000001", json(5050));
    client.delete().forPath("/proffer/json.info_0000000000");

    awaitTold("none", "5050");
  }

  @Test
  void aListenerThatFailsIsToldTheNextLeaderAllTheSame() throws Exception {
    detector.start(
        leader -> {
          tell(leader);
          throw new IllegalStateException("a fault of the listener");
        });
    awaitTold("none");

    client.create().creatingParentsIfNeeded().forPath("/proffer/json.info_0000000000", json(5050));

    awaitTold("none", "5050");
  }

  private LeaderNode published(int port) throws Exception {
    LeaderNode node = LeaderNode.publish(location, master(port), SESSION);
    node.published().get(10, TimeUnit.SECONDS);
    return node;
  }

  private void tell(Optional<MasterInfo> leader) {
    told.add(leader.map(info -> Integer.toString(info.getPort())).orElse("none"));
  }

  private void awaitTold(String... ports) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(told).containsExactly(ports));
  }

  private static byte[] json(int port) {
    return MesosJson.write(master(port));
  }

  private static MasterInfo master(int port) {
    return MasterAddress.describe(
        "master-" + port, "localhost", InetAddress.getLoopbackAddress(), port, "0.1.0");
  }
}
