package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A Docker engine of a test's own, which may be killed and started again: in a network namespace of
 * its own, so that the machine's engine keeps its bridge, and with all it has in one directory.
 */
final class PrivateEngine implements AutoCloseable {

  private static final Path DOCKERD = Path.of("/usr/sbin/dockerd");
  private static final Path DOCKERD_ELSEWHERE = Path.of("/usr/bin/dockerd");
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");

  private final Path directory;
  private final boolean liveRestore;
  private final DockerClient client;
  private Process process;

  private PrivateEngine(Path directory, boolean liveRestore) throws IOException {
    this.directory = directory;
    this.liveRestore = liveRestore;
    this.process = run();
    this.client = TestEngine.client(host());
  }

  /**
   * Starts one that has the tests' image; skips the test where that needs rights that it has not.
   *
   * @param directory an empty one, with a short name: that of its socket is limited
   * @param liveRestore whether containers live on without their engine
   */
  static PrivateEngine start(Path directory, boolean liveRestore) throws IOException {
    assumeTrue(
        Files.exists(Path.of("/proc/self")) && "root".equals(System.getProperty("user.name")),
        "an engine of its own needs root");
    assumeTrue(
        Files.exists(dockerd()) && Files.exists(UNSHARE), "no dockerd and unshare to be run");
    PrivateEngine engine = new PrivateEngine(directory, liveRestore);
    try {
      engine.awaitAnswer();
      TestEngine.build(engine.client);
      return engine;
    } catch (IOException | RuntimeException | AssertionError e) {
      engine.close();
      throw e;
    }
  }

  private static Path dockerd() {
    return Files.exists(DOCKERD) ? DOCKERD : DOCKERD_ELSEWHERE;
  }

  private Process run() throws IOException {
    // Left by one that was killed; where nobody reaps, what they name seems to live for ever.
    Files.deleteIfExists(directory.resolve("pid"));
    Files.deleteIfExists(directory.resolve("exec/containerd/containerd.pid"));
    List<String> command =
        new ArrayList<>(
            List.of(
                UNSHARE.toString(),
                "--net",
                dockerd().toString(),
                "--host=" + host(),
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--shutdown-timeout=1"));
    if (liveRestore) {
      command.add("--live-restore");
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  String host() {
    return "unix://" + directory.resolve("sock");
  }

  DockerClient client() {
    return client;
  }

  private void awaitAnswer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(TestEngine.answers(client)).as("%s", lastOfLog()).isTrue());
  }

  private String lastOfLog() throws IOException {
    String log = Files.readString(directory.resolve("log"));
    return log.substring(Math.max(0, log.length() - 1_000));
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** SIGTERM: without live restore it ends its containers first. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  void startAgain() throws IOException {
    process = run();
    awaitAnswer();
  }

  @Override
  public void close() throws IOException {
    try {
      if (!process.isAlive()) {
        startAgain();
      }
      for (Container left : client.listContainersCmd().withShowAll(true).exec()) {
        client.removeContainerCmd(left.getId()).withForce(true).exec();
      }
      stop();
      // A killed engine leaves its own mount of its directory behind.
      new ProcessBuilder("umount", "--lazy", "--quiet", directory.resolve("data").toString())
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      client.close();
    }
  }
}
