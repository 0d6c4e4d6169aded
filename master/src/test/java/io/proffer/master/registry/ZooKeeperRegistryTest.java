package io.proffer.master.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.master.registry.Registry.Claim;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry in a real ZooKeeper. */
class ZooKeeperRegistryTest extends RegistryContract {

  private static final ZooKeeperRegistry.Limits SMALL =
      new ZooKeeperRegistry.Limits(400, 8, Duration.ZERO);

  private static final ZooKeeperRegistry.Limits PATIENT =
      new ZooKeeperRegistry.Limits(1 << 16, 8, Duration.ofHours(1));

  @TempDir private static Path dir;
  private static EmbeddedZooKeeper zooKeeper;
  private static int clusters;

  private ZooKeeperLocation location;
  private ZooKeeperRegistry registry;
  private ZooKeeperRegistry ofAnother;
  private CuratorFramework client;

  @BeforeAll
  static void startZooKeeper() {
    zooKeeper = EmbeddedZooKeeper.start(dir.resolve("zk"), 0);
  }

  @AfterAll
  static void stopZooKeeper() {
    zooKeeper.close();
  }

  @BeforeEach
  void open() {
    location = zooKeeper.location("/cluster" + clusters++);
    registry = ZooKeeperRegistry.open(location, RETENTION);
    ofAnother = ZooKeeperRegistry.open(location, RETENTION);
    client = ZooKeeperClients.open(location, ZooKeeperClients.SESSION_TIMEOUT);
  }

  @AfterEach
  void close() {
    registry.close();
    ofAnother.close();
    client.close();
  }

  @Override
  Registry registry() {
    return registry;
  }

  private String root() {
    return location.path() + "-registry";
  }

  @Test
  void nothingOfItIsBelowThePathOfTheLeader() throws Exception {
    keep(claim(registry), Facts.admitted(1));
    assertThat(client.checkExists().forPath(location.path())).isNull();
    assertThat(client.getChildren().forPath(root())).isNotEmpty();
  }

  @Test
  void aMasterThatAnotherHasFollowedWritesNothingAnyMore() {
    Claim old = claim(registry);
    keep(old, Facts.admitted(1));
    Claim now = claim(ofAnother);
    assertThatThrownBy(() -> keep(old, Facts.admitted(2)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .hasMessageContaining("The registry at zk://")
        .hasMessageContaining(root() + " has been claimed by another master");
    assertThatThrownBy(() -> keep(old, Facts.admitted(3))).hasMessageContaining("claimed");
    keep(now, Facts.admitted(4));
    assertThat(claim(registry).known().agents()).containsOnlyKeys(Facts.agent(1), Facts.agent(4));
  }

  @Test
  void aMasterThatLosesItsSessionButNotTheLeadGoesOn() {
    Claim claim = claim(registry);
    keep(claim, Facts.admitted(1));
    zooKeeper.expire(registry.sessionId());
    keep(claim, Facts.admitted(2));
    assertThat(claim(ofAnother).known().agents()).containsOnlyKeys(Facts.agent(1), Facts.agent(2));
  }

  /** Its next session may begin at a server that is behind. */
  @Test
  void aMasterThatLosesItsSessionWhileItReadsClaimsTheRegistryAgain() throws Exception {
    keep(claim(registry), Facts.admitted(1));
    long before = head().epoch();
    List<String> asked = new ArrayList<>();
    CuratorFramework losing =
        client(
            method -> {
              if (method.equals("getChildren") && !asked.contains(method)) {
                loseSession();
              }
              asked.add(method);
            });

    ZooKeeperClaim claim =
        ZooKeeperClaim.take(new RegistryNodes(losing, location), RETENTION, SMALL);

    assertThat(claim.known().agents()).containsOnlyKeys(Facts.agent(1));
    assertThat(head().epoch()).isEqualTo(before + 2);
    assertThat(asked).as("the newest head is asked for").containsSubsequence("sync", "getData");
    keep(claim, Facts.admitted(2));
  }

  @Test
  void anErrorWhileAnEntryIsWrittenLeavesNobodyWaiting() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    CuratorFramework breaking =
        client(
            method -> {
              if (method.equals("transaction") && broken.get()) {
                throw new OutOfMemoryError("planned");
              }
            });
    ZooKeeperClaim claim =
        ZooKeeperClaim.take(new RegistryNodes(breaking, location), RETENTION, PATIENT);
    keep(claim, Facts.admitted(1));
    CompletableFuture<Void> behind =
        claim.append(List.of(Facts.subscribed(1))).toCompletableFuture();
    broken.set(true);

    assertThatThrownBy(() -> keep(claim, Facts.admitted(2)))
        .cause()
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("planned");
    assertThat(behind).isCompletedExceptionally();
    assertThatThrownBy(() -> keep(claim, Facts.admitted(3))).hasMessageContaining("planned");
  }

  private Head head() throws Exception {
    return Head.read(client.getData().forPath(root()), Place.inZooKeeper("it"));
  }

  private void loseSession() throws Exception {
    long session = client.getZookeeperClient().getZooKeeper().getSessionId();
    zooKeeper.expire(session);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> {
              client.checkExists().forPath("/");
              return client.getZookeeperClient().getZooKeeper().getSessionId() != session;
            });
  }

  /** Told of each method before the client is asked. */
  private interface Listener {
    void asked(String method) throws Exception;
  }

  private CuratorFramework client(Listener listener) {
    return (CuratorFramework)
        Proxy.newProxyInstance(
            CuratorFramework.class.getClassLoader(),
            new Class<?>[] {CuratorFramework.class},
            (proxy, method, arguments) -> {
              listener.asked(method.getName());
              try {
                return method.invoke(client, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aMasterThatCannotReachZooKeeperStopsLeading() {
    EmbeddedZooKeeper own = EmbeddedZooKeeper.start(dir.resolve("own"), 0);
    try (ZooKeeperRegistry lost = ZooKeeperRegistry.open(own.location("/proffer"), RETENTION)) {
      Claim claim = claim(lost);
      own.close();
      assertThatThrownBy(() -> keep(claim, Facts.admitted(1)))
          .hasMessageContaining("cannot be written")
          .hasMessageContaining("Look whether ZooKeeper is up");
    }
  }

  @Test
  void aSnapshotMadeBesideTheLogDoesNotTakeThePlaceOfANewerOne() throws Exception {
    ZooKeeperRegistry.Limits afterTwo = new ZooKeeperRegistry.Limits(2000, 2, Duration.ZERO);
    try (ZooKeeperRegistry eager = ZooKeeperRegistry.open(location, RETENTION, afterTwo)) {
      Claim claim = claim(eager);
      List<MasterEvent> many = IntStream.range(0, 900).mapToObj(Facts::admitted).toList();
      keep(claim, Facts.admitted(999));
      // The second entry has a snapshot begun beside the log, and what comes at once then is too
      // much for an entry: it is in a snapshot of its own, which is newer.
      CompletableFuture<Void> tooMuch =
          claim
              .append(List.of(Facts.admitted(1000)))
              .toCompletableFuture()
              .thenCompose(kept -> claim.append(many));
      get(tooMuch);
      await().until(ZooKeeperRegistryTest::nobodyMakesASnapshot);
      keep(claim, Facts.admitted(2000)); // the writer has heard of the first snapshot by then
      claim.end();
    }
    assertThat(claim(registry).known().agents()).hasSize(903);
  }

  private static boolean nobodyMakesASnapshot() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals("proffer-registry-snapshot"));
  }

  @Test
  void whatIsTooMuchForOneNodeIsInSeveral() throws Exception {
    try (ZooKeeperRegistry small = ZooKeeperRegistry.open(location, RETENTION, SMALL)) {
      Claim claim = claim(small);
      DurableFacts before = claim.known();
      get(
          claim
              .append(IntStream.range(0, 200).mapToObj(Facts::admitted).toList())
              .toCompletableFuture());
      keep(claim, Facts.admitted(500));
      assertThat(before.isEmpty()).isTrue();
      List<String> nodes = client.getChildren().forPath(root());
      assertThat(nodes).filteredOn(name -> name.startsWith("snapshot-")).hasSizeGreaterThan(2);
      for (String node : nodes) {
        assertThat(client.getData().forPath(root() + "/" + node).length).isLessThanOrEqualTo(400);
      }
    }
    assertThat(claim(registry).known().agents()).hasSize(201).containsKey(Facts.agent(199));
  }

  @Test
  void whatNobodyWaitsForIsWrittenWithWhatSomebodyWaitsFor() throws Exception {
    try (ZooKeeperRegistry patient = ZooKeeperRegistry.open(location, RETENTION, PATIENT)) {
      Claim claim = claim(patient);
      CompletableFuture<Void> behind =
          claim.append(List.of(Facts.subscribed(1))).toCompletableFuture();
      assertThat(behind).isNotDone();

      keep(claim, Facts.admitted(1));

      assertThat(behind).isCompleted();
      assertThat(client.getChildren().forPath(root()))
          .filteredOn(name -> name.startsWith("log-"))
          .hasSize(1);
      DurableFacts known = claim(registry).known();
      assertThat(known.frameworks()).hasSize(1);
      assertThat(known.agents()).containsOnlyKeys(Facts.agent(1));
    }
  }

  @Test
  void theLogDoesNotGrowForEver() {
    try (ZooKeeperRegistry small = ZooKeeperRegistry.open(location, RETENTION, SMALL)) {
      Claim claim = claim(small);
      for (int i = 0; i < 50; i++) {
        keep(claim, Facts.admitted(i % 5), Facts.unreachable((i + 1) % 5));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                keep(claim, Facts.admitted(7));
                assertThat(client.getChildren().forPath(root()))
                    .filteredOn(name -> name.startsWith("log-"))
                    .hasSizeLessThan(20);
                assertThat(client.getChildren().forPath(root()))
                    .anyMatch(name -> name.startsWith("snapshot-"));
              });
      claim.end();
      assertThat(claim(registry).known().agents()).containsKeys(Facts.agent(4), Facts.agent(7));
    }
  }

  @Test
  void whatIsDamagedIsSaidWithWhereAndWhatToDo() throws Exception {
    keep(claim(registry), Facts.admitted(1));
    String entry = root() + "/log-0000000001";
    byte[] bytes = client.getData().forPath(entry);
    bytes[bytes.length - 1] ^= 1;
    client.setData().forPath(entry, bytes);
    assertThatThrownBy(() -> claim(registry))
        .cause()
        .hasMessageContaining(root())
        .hasMessageContaining("entry 1 of its log")
        .hasMessageContaining("checksum")
        .hasMessageContaining("proffer snapshot restore");
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    Claim claim = claim(registry);
    keep(claim, Facts.admitted(1));
    keep(claim, Facts.admitted(2));
    client.delete().forPath(root() + "/log-0000000001");
    assertThatThrownBy(() -> claim(registry)).hasMessageContaining("entry 1 is missing");
  }

  @Test
  void whatANewerProfferWroteIsNotGuessedAt() throws Exception {
    keep(claim(registry), Facts.admitted(1));
    String entry = root() + "/log-0000000001";
    byte[] bytes = client.getData().forPath(entry);
    bytes[4] = 9;
    client.setData().forPath(entry, bytes);
    assertThatThrownBy(() -> claim(registry))
        .hasMessageContaining("newer Proffer: format 9")
        .hasMessageContaining("Start masters of that version");
    client.setData().forPath(root(), "{\"version\":2}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> claim(registry)).hasMessageContaining("version 2");
    client.setData().forPath(root(), "what?".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> claim(registry)).hasMessageContaining("is not JSON");
  }
}
