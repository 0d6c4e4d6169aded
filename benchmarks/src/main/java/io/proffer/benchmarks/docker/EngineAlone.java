package io.proffer.benchmarks.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The engine's own API, with nothing around it. */
final class EngineAlone implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final int CONNECTIONS = 64;

  private final DockerClient client;
  private final String image;

  EngineAlone(String engine, String image) {
    this.client =
        DockerClientImpl.getInstance(
            DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(engine).build(),
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(engine))
                .maxConnections(CONNECTIONS)
                .build());
    this.image = image;
  }

  /** One that stays, which is removed, and one that ends at once. */
  Spans run() throws InterruptedException, IOException {
    long asked = System.nanoTime();
    String staying = create("sleep", "300");
    client.startContainerCmd(staying).exec();
    long stays = System.nanoTime() - asked;
    client.removeContainerCmd(staying).withForce(true).exec();
    Lull.await();
    long begun = System.nanoTime();
    String container = create("true");
    client.startContainerCmd(container).exec();
    long running = System.nanoTime() - begun;
    int status =
        client
            .waitContainerCmd(container)
            .exec(new WaitContainerResultCallback())
            .awaitStatusCode(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long finished = System.nanoTime() - begun;
    client.removeContainerCmd(container).exec();
    if (status != 0) {
      throw new IOException("container " + container + " ended with " + status);
    }
    return new Spans(stays, running, finished);
  }

  /** Starts many; the time from the first request until all run. They are removed afterwards. */
  long startMany(int count, int requestsAtOnce) throws InterruptedException, IOException {
    List<String> containers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(requestsAtOnce)) {
      long begun = System.nanoTime();
      List<Future<String>> started = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<String> start =
            () -> {
              String container = create("sleep", "300");
              client.startContainerCmd(container).exec();
              return container;
            };
        started.add(threads.submit(start));
      }
      for (Future<String> container : started) {
        containers.add(container.get());
      }
      return System.nanoTime() - begun;
    } catch (ExecutionException e) {
      throw new IOException("the engine does not start a container: " + e.getCause(), e);
    } finally {
      for (String container : containers) {
        client.removeContainerCmd(container).withForce(true).exec();
      }
    }
  }

  private String create(String... command) {
    return client
        .createContainerCmd(image)
        .withCmd(command)
        .withHostConfig(HostConfig.newHostConfig().withNetworkMode("host"))
        .exec()
        .getId();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
