package io.proffer.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.proffer.master.rehearsal.Rehearsal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RehearsalTest {

  @Test
  void eachSessionGoesFromSubscribeToTeardown() throws Exception {
    try (PrivateMaster stage =
        new PrivateMaster(
            ConfigFactory.parseResourcesAnySyntax(
                    MasterServer.class, "/io/proffer/master/http.conf")
                .withFallback(ConfigFactory.defaultReference())
                .resolve())) {
      int port = stage.start().toCompletableFuture().get(10, TimeUnit.SECONDS);

      int played = new Rehearsal(port).play(9, Duration.ofSeconds(50));

      assertThat(played).isEqualTo(9);
      assertThat(frameworks(port)).contains("\"frameworks\":[]", "\"TASK_FINISHED\"");
    }
  }

  @Test
  void theRealMasterKnowsNothingOfItAndEndsIt(@TempDir Path workDir) throws Exception {
    CompletionStage<Void> over;
    MasterServer master = MasterServer.start(MasterOptions.standalone(workDir));
    try (master) {
      master.leading().toCompletableFuture().get(20, TimeUnit.SECONDS);
      over = master.rehearse();
      assertThat(master.rehearse()).isSameAs(over);
      await().until(() -> rehearsals() == 1);

      assertThat(frameworks(URI.create(master.url()).getPort()))
          .contains("\"frameworks\":[]", "\"completed_frameworks\":[]");
    }
    await().until(() -> rehearsals() == 0);
    assertThat(over).isCompleted();
  }

  private static long rehearsals() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("proffer-master-rehearsal"))
        .count();
  }

  private static String frameworks(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/frameworks"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }
}
