package io.proffer.cli.demo;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A small image that needs no registry: this machine's static busybox, with links for the commands
 * that the demo's tasks use. It is this process' own, and goes with it.
 */
public final class BusyboxImage implements AutoCloseable {

  private static final String REPOSITORY = "proffer/demo-busybox:";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final DockerClient engine;
  private final String name;

  private BusyboxImage(DockerClient engine, String name) {
    this.engine = engine;
    this.name = name;
  }

  /**
   * Puts the image into an engine.
   *
   * @param host where the engine is, {@code unix:///var/run/docker.sock}
   * @throws IOException when the program cannot be read, or the engine does not take the image
   */
  public static BusyboxImage in(String host, Path busybox)
      throws IOException, InterruptedException {
    String name = REPOSITORY + ProcessHandle.current().pid();
    byte[] archive = ImageArchive.of(name, Files.readAllBytes(busybox));
    BusyboxImage image = new BusyboxImage(connect(host), name);
    try (LoadImageCallback loading =
        image
            .engine
            .loadImageAsyncCmd(new ByteArrayInputStream(archive))
            .exec(new LoadImageCallback())) {
      if (!loading.awaitCompletion(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("no answer within " + ANSWER_TIMEOUT.toSeconds() + " s");
      }
      loading.awaitMessage();
      return image;
    } catch (DockerException | DockerClientException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  private static DockerClient connect(String host) {
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build(),
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create(host))
            .connectionTimeout(CONNECT_TIMEOUT)
            .responseTimeout(ANSWER_TIMEOUT)
            .build());
  }

  /** What a task calls it. */
  public String name() {
    return name;
  }

  /** Takes the image out again. */
  @Override
  public void close() throws IOException {
    try (engine) {
      engine.removeImageCmd(name).withForce(true).exec();
    } catch (DockerException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }
}
