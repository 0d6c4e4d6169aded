package io.proffer.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.registry.Registry;
import io.proffer.master.registry.ZooKeeperRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters in one process, which find each other through a real ZooKeeper. */
class ThreeMastersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path dir;
  private EmbeddedZooKeeper zooKeeper;
  private final List<MasterServer> masters = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    zooKeeper = EmbeddedZooKeeper.start(dir.resolve("zk"), 0);
    for (int i = 0; i < 3; i++) {
      masters.add(
          MasterServer.start(
              MasterOptions.standalone(dir).withZooKeeper(zooKeeper.location("/proffer"))));
    }
  }

  @AfterEach
  void stop() {
    masters.forEach(MasterServer::kill);
    zooKeeper.close();
  }

  @Test
  void oneLeadsAndWhenItIsKilledAnotherDoes() {
    MasterServer first = leader();
    othersPointTo(first);

    masters.remove(first);
    first.kill();
    MasterServer second = leader();
    assertThat(second).isNotSameAs(first);
    othersPointTo(second);

    masters.remove(second);
    second.close();
    MasterServer third = leader();
    assertThat(RawHttp.get(third, "/state").status()).isEqualTo(200);
  }

  @Test
  void aLeaderThatCannotKeepWhatItDecidesTellsNobodyAndLeavesTheLeadToAnother() {
    MasterServer first = leader();
    othersPointTo(first);
    try (Registry rival =
        ZooKeeperRegistry.open(
            zooKeeper.location("/proffer"), MasterSettings.defaults().retention())) {
      rival.claim().toCompletableFuture().join().end();
    }

    byte[] weights = "[{\"role\":\"a\",\"weight\":2}]".getBytes(StandardCharsets.UTF_8);
    assertThat(RawHttp.ask(first, "PUT", "/weights", List.of(), weights).status()).isEqualTo(503);

    await()
        .atMost(PATIENCE)
        .until(() -> masters.stream().anyMatch(m -> m != first && m.isLeading()));
    assertThat(RawHttp.get(leader(), "/weights").text()).isEqualTo("[]");
  }

  private MasterServer leader() {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> masters.stream().filter(MasterServer::isLeading).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private void othersPointTo(MasterServer leader) {
    for (MasterServer master : masters) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                RawHttp.Answer redirect = RawHttp.get(master, "/redirect");
                assertThat(redirect.head().header("location")).contains("//" + leader.address());
              });
      if (master != leader) {
        doesNotLead(master, leader);
      }
    }
  }

  private static void doesNotLead(MasterServer master, MasterServer leader) {
    assertThat(master.isLeading()).isFalse();
    assertThat(RawHttp.get(master, "/health").status()).isEqualTo(200);
    assertThat(RawHttp.get(master, "/version").status()).isEqualTo(200);
    assertThat(RawHttp.get(master, "/metrics").status()).isEqualTo(200);
    assertThat(RawHttp.get(master, "/metrics/snapshot").text()).contains("\"master/elected\":0.0");
    assertThat(RawHttp.get(master, "/agent/link").status()).isEqualTo(426);

    RawHttp.Answer state = RawHttp.get(master, "/master/state?x=y%20z");
    assertThat(state.status()).isEqualTo(307);
    assertThat(state.head().header("location"))
        .contains("//" + leader.address() + "/master/state?x=y%20z");
    RawHttp.Answer call = RawHttp.postJson(master, "/api/v1/scheduler", "{}");
    assertThat(call.status()).isEqualTo(307);
    assertThat(call.head().header("location"))
        .contains("//" + leader.address() + "/api/v1/scheduler");
  }
}
