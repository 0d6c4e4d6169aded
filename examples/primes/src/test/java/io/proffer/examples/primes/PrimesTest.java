package io.proffer.examples.primes;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.sdk.Proffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PrimesTest {

  @TempDir Path work;

  @Test
  @Timeout(60)
  void severalTasksAreCountedInOneProcess() throws Exception {
    try (MasterServer master =
        MasterServer.start(MasterOptions.standalone(work.resolve("master")))) {
      master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
      try (AgentServer agent =
          AgentServer.start(
              AgentOptions.of(master.address(), work.resolve("agent"))
                  .withResources(Optional.of("cpus:2;mem:4096;disk:10000"))
                  .withDocker(Optional.empty())
                  .withKillTasksOnClose(true))) {
        Primes primes = new Primes(Primes.localExecutor(), List.of(10L, 100L, 1_000L, 10_000L));

        Proffer.framework("primes").master(master.address()).run(primes);

        assertThat(primes.counts())
            .isEqualTo(Map.of(10L, 4L, 100L, 25L, 1_000L, 168L, 10_000L, 1_229L));
        assertThat(executors()).hasSize(1);
        assertThat(state(agent)).contains("\"primes\"");
      }
    }
  }

  /** The runs of executors that left a sandbox. */
  private List<Path> executors() throws IOException {
    try (Stream<Path> files = Files.walk(work.resolve("agent/slaves"))) {
      return files.filter(f -> f.endsWith("stdout")).toList();
    }
  }

  private static String state(AgentServer agent) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(agent.url() + "/state")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
