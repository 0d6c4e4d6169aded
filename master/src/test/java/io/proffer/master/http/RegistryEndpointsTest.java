package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.registry.SnapshotFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a master is saved and restored over HTTP. */
class RegistryEndpointsTest {

  private static final String PATH = "/registry/snapshot";

  @TempDir private Path dir;

  private static void awaitLead(MasterServer master) throws Exception {
    master.leading().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static byte[] save(MasterServer master) {
    RawHttp.Answer answer = RawHttp.get(master, PATH);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().toByteArray();
  }

  private static SnapshotFile saved(MasterServer master) {
    return SnapshotFile.read(save(master), "the answer");
  }

  private static RawHttp.Answer post(MasterServer master, String query, byte[] content) {
    return RawHttp.ask(master, "POST", PATH + query, List.of(), content);
  }

  @Test
  void aSnapshotIsRestoredIntoAnEmptyClusterAndReplacesAnotherOnlyWhenToldSo() throws Exception {
    try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(dir.resolve("zk"), 0);
        MasterServer master =
            MasterServer.start(
                MasterOptions.standalone(dir).withZooKeeper(zooKeeper.location("/proffer")))) {
      awaitLead(master);
      assertThat(saved(master).facts().isEmpty()).isTrue();
      assertThat(RawHttp.ask(master, "PUT", "/weights", List.of(), weight(2.5)).status())
          .isEqualTo(200);
      byte[] content = save(master);
      assertThat(SnapshotFile.read(content, "it").cluster()).isEqualTo("proffer");
      assertThat(RawHttp.ask(master, "PUT", "/weights", List.of(), weight(7)).status())
          .isEqualTo(200);

      RawHttp.Answer refused = post(master, "", content);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text()).contains("this one has 1 weight");

      try (LinkedAgent agent = LinkedAgent.register(master, "cpus:1")) {
        assertThat(post(master, "?replace=true", content).status()).isEqualTo(200);
        assertThat(agent.reasonOfClosing()).as("the old term is over").isNotNull();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(RawHttp.get(master, "/weights").text()).contains("2.5");
                assertThat(saved(master).facts().agents()).isEmpty();
              });
      try (LinkedAgent agent = LinkedAgent.register(master, "cpus:1")) {
        agent.say(new FromAgent.Pong(0));
        assertThat(saved(master).facts().words()).isEqualTo("1 agent, 1 weight");
      }
    }
  }

  private static byte[] weight(double weight) {
    return "[{\"role\":\"a\",\"weight\":%s}]".formatted(weight).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aMasterThatHasNowhereToKeepASnapshotSaysSo() throws Exception {
    try (MasterServer master = MasterServer.start(MasterOptions.standalone(dir))) {
      awaitLead(master);
      RawHttp.Answer answer = post(master, "", save(master));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("--zk");
      assertThat(post(master, "", new byte[] {1, 2, 3}).text())
          .contains("The request's body is damaged");
      assertThat(RawHttp.ask(master, "DELETE", PATH, List.of(), new byte[0]).status())
          .isEqualTo(405);
    }
  }
}
