package io.proffer.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters find each other, on a real server. */
@SuppressWarnings(
    "try") // Nodes stand for as long as they are open; nothing more is done with them.
class MembersNodeTest {

  private static final Duration SESSION = Duration.ofSeconds(2);
  private static final Member A = new Member("127.0.0.1:2551", "127.0.0.1:5050");
  private static final Member B = new Member("127.0.0.1:2552", "127.0.0.1:5060");

  @TempDir Path dir;

  private EmbeddedZooKeeper zooKeeper;
  private ZooKeeperLocation location;
  private CuratorFramework client;

  private final AtomicReference<List<Member>> seenByA = new AtomicReference<>(List.of());
  private final AtomicReference<List<Member>> seenByB = new AtomicReference<>(List.of());

  @BeforeEach
  void start() {
    zooKeeper = EmbeddedZooKeeper.start(dir, 0);
    location = zooKeeper.location("/proffer");
    client = ZooKeeperClients.open(location, SESSION);
  }

  @AfterEach
  void stop() {
    client.close();
    zooKeeper.close();
  }

  @Test
  void mastersSeeEachOtherComeAndGoOldestFirst() {
    try (MembersNode a = MembersNode.join(location, A, SESSION, seenByA::set)) {
      awaitSeen(seenByA, A);
      try (MembersNode b = MembersNode.join(location, B, SESSION, seenByB::set)) {
        awaitSeen(seenByA, A, B);
        awaitSeen(seenByB, A, B);
      }
      awaitSeen(seenByA, A);
    }
  }

  @Test
  void theListIsBesideTheLeadersPath() throws Exception {
    try (MembersNode a = MembersNode.join(location, A, SESSION, seenByA::set)) {
      awaitSeen(seenByA, A);

      assertThat(client.getChildren().forPath("/proffer-masters"))
          .containsExactly("member_0000000000");
      assertThat(client.checkExists().forPath("/proffer")).isNull();
    }
  }

  @Test
  void aMasterThatStartsAgainReplacesItsFormerSelf() throws Exception {
    client
        .create()
        .creatingParentsIfNeeded()
        .forPath("/proffer-masters/member_0000000000", A.toJson());
    Member moved = new Member(A.remoting(), "127.0.0.1:5055");
    try (MembersNode b = MembersNode.join(location, B, SESSION, seenByB::set)) {
      awaitSeen(seenByB, A, B);

      try (MembersNode a = MembersNode.join(location, moved, SESSION, seenByA::set)) {
        awaitSeen(seenByB, B, moved);
        awaitSeen(seenByA, B, moved);
        await().until(() -> client.getChildren().forPath("/proffer-masters").size() == 2);
      }
    }
  }

  @Test
  void aMasterWhoseSessionWasLostJoinsAgain() throws Exception {
    try (MembersNode a = MembersNode.join(location, A, SESSION, seenByA::set);
        MembersNode b = MembersNode.join(location, B, SESSION, seenByB::set)) {
      await().untilAsserted(() -> assertThat(seenByA.get()).hasSize(2));
      await().untilAsserted(() -> assertThat(seenByB.get()).hasSize(2));

      zooKeeper.expire(a.sessionId());

      awaitSeen(seenByB, B, A);
      awaitSeen(seenByA, B, A);
    }
  }

  @Test
  void whatIsNotAMasterIsPassedOver() throws Exception {
    client.create().creatingParentsIfNeeded().forPath("/proffer-masters/member_0000000000");
    client.create().forPath("/proffer-masters/other", A.toJson());
    try (MembersNode b = MembersNode.join(location, B, SESSION, seenByB::set)) {
      awaitSeen(seenByB, B);
    }
  }

  private static void awaitSeen(AtomicReference<List<Member>> seen, Member... members) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(seen.get()).containsExactly(members));
  }
}
