package io.proffer.agent.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Docker engine. All methods block until it answers and throw docker-java's unchecked exceptions;
 * safe for use by several threads.
 */
final class Engine implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int MAX_REFUSAL_BYTES = 1 << 12;

  /**
   * Output comes in frames, unless a terminal is in between: a stream, three of nothing, a length.
   */
  private static final int FRAME_HEADER_BYTES = 8;

  private static final int LAST_STREAM = 2;

  /** More than a time, as the engine writes it, takes. */
  private static final int MAX_TIME_BYTES = 40;

  private final String host;
  private final URI uri;
  private final DockerHttpClient http;
  private final DockerClient client;
  private final DockerClient streaming;

  Engine(String host) {
    this.host = host;
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build();
    this.uri = URI.create(host);
    this.streaming =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(uri)
                .connectionTimeout(CONNECT_TIMEOUT)
                .build());
    this.http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(uri)
            .connectionTimeout(CONNECT_TIMEOUT)
            .responseTimeout(DockerSettings.ANSWER_TIMEOUT)
            .build();
    this.client = DockerClientImpl.getInstance(config, http);
  }

  String host() {
    return host;
  }

  /** Throws when nobody answers. */
  Info info() {
    return StaleConnections.retry(() -> client.infoCmd().exec());
  }

  CreateContainerCmd create(String image) {
    return client.createContainerCmd(image);
  }

  /** Makes a container, which must have a name; gives its id. */
  String create(CreateContainerCmd create) {
    try {
      return StaleConnections.retry(create::exec).getId();
    } catch (ConflictException e) {
      // The answer to a first attempt may have been lost with its connection.
      return inspect(String.valueOf(create.getName())).map(Inspection::id).orElseThrow(() -> e);
    }
  }

  void start(String container) {
    try {
      StaleConnections.retry(() -> client.startContainerCmd(container).exec());
    } catch (NotModifiedException e) {
      // it was started before
      return;
    }
  }

  /**
   * Empty when it is gone. docker-java would make objects of all that the engine tells, which takes
   * as long as the engine itself; each launch asks.
   */
  Optional<Inspection> inspect(String container) {
    return StaleConnections.retry(() -> ask("/containers/" + container + "/json"))
        .map(Inspection::new);
  }

  private Optional<JsonNode> ask(String path) {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(path)
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      return switch (response.getStatusCode()) {
        case OK -> Optional.of(JSON.readTree(response.getBody()));
        case NOT_FOUND -> Optional.empty();
        default -> {
          byte[] why = response.getBody().readNBytes(MAX_REFUSAL_BYTES);
          throw new DockerException(
              new String(why, StandardCharsets.UTF_8), response.getStatusCode());
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Container> list(Map<String, String> labels) {
    return StaleConnections.retry(
        () -> client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  /** Nothing when it does not run. */
  void kill(String container, String signal) {
    try {
      StaleConnections.retry(() -> client.killContainerCmd(container).withSignal(signal).exec());
    } catch (NotFoundException | ConflictException e) {
      return; // it has ended
    }
  }

  /** Holds a container to other limits; nothing when it has ended. */
  void resize(String container, ResourceLimits limits) {
    UpdateContainerCmd update = client.updateContainerCmd(container);
    update.withCpuShares(DockerRequest.shares(limits));
    limits
        .maxCpus()
        .ifPresent(
            c ->
                update
                    .withCpuPeriod((long) DockerRequest.PERIOD_MICROS)
                    .withCpuQuota(DockerRequest.quota(c)));
    // With swap the engine gives as much again when it creates a container.
    // What is in use cannot be taken: the limit on memory is only raised.
    limits
        .maxMemoryBytes()
        .filter(m -> m > memoryLimit(container))
        .ifPresent(m -> update.withMemory(m).withMemorySwap(2 * m));
    try {
      StaleConnections.retry(update::exec);
    } catch (NotFoundException | ConflictException e) {
      return; // it has ended
    }
  }

  /** In bytes; as good as endless for a container that has none. */
  private long memoryLimit(String container) {
    return inspect(container).flatMap(Inspection::memoryLimit).orElse(Long.MAX_VALUE);
  }

  /** Nothing when it is gone. */
  void remove(String container) {
    try {
      StaleConnections.retry(
          () ->
              client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
    } catch (NotFoundException | ConflictException e) {
      return; // it is gone, or being removed
    }
  }

  /** Tells of the ends of containers that have these labels, until closed or the engine goes. */
  void watchEnds(Map<String, String> labels, ResultCallback.Adapter<Event> watcher) {
    streaming.eventsCmd().withEventFilter("die").withLabelFilter(labels).exec(watcher);
  }

  /** Pulls an image; the callback tells of progress and the end. */
  void pull(ImageName name, Optional<AuthConfig> login, ResultCallback<PullResponseItem> callback) {
    PullImageCmd pull = streaming.pullImageCmd(name.repository()).withTag(name.tag());
    login.ifPresent(pull::withAuthConfig);
    pull.exec(callback);
  }

  /**
   * An image.
   *
   * @param bytes what it takes of the disk, at most: layers may be shared
   */
  record Image(String id, long bytes) {}

  /** Empty when the engine does not have it. */
  Optional<Image> image(String name) {
    try {
      InspectImageResponse image =
          StaleConnections.retry(() -> client.inspectImageCmd(name).exec());
      Long size = image.getSize();
      return Optional.of(new Image(image.getId(), size == null ? 0 : size));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** The ids of the images of all containers, whoever made them. */
  Set<String> usedImages() {
    return StaleConnections.retry(() -> client.listContainersCmd().withShowAll(true).exec())
        .stream()
        .map(Container::getImageId)
        .collect(Collectors.toSet());
  }

  /** Whether it is gone; an image that a container has stays. */
  boolean removeImage(String name) {
    try {
      StaleConnections.retry(() -> client.removeImageCmd(name).exec());
      return true;
    } catch (NotFoundException e) {
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  /** Puts an image into the engine, from an archive as {@code docker save} writes it. */
  void load(byte[] archive) {
    try (LoadImageCallback loading =
        client.loadImageAsyncCmd(new ByteArrayInputStream(archive)).exec(new LoadImageCallback())) {
      loading.awaitMessage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts a container on another network.
   *
   * @param address a static address there
   */
  void connect(String network, String container, Optional<String> address) {
    ContainerNetwork endpoint = new ContainerNetwork();
    address.ifPresent(
        a -> {
          ContainerNetwork.Ipam ipam = new ContainerNetwork.Ipam();
          endpoint.withIpamConfig(
              a.contains(":") ? ipam.withIpv6Address(a) : ipam.withIpv4Address(a));
        });
    client
        .connectToNetworkCmd()
        .withNetworkId(network)
        .withContainerId(container)
        .withContainerNetwork(endpoint)
        .exec();
  }

  /**
   * The output of a container to its end, in the engine's framing, with the time of each line.
   *
   * @param since from when on; empty for its beginning
   */
  EngineStream logs(String container, Optional<Instant> since) throws IOException {
    String path = "/containers/" + container + "/logs?follow=1&stdout=1&stderr=1&timestamps=1";
    String from = since.map(s -> "&since=" + s.getEpochSecond()).orElse("");
    return EngineStream.get(uri, path + from);
  }

  /** When the last line of a container was printed; empty when it has printed none. */
  Optional<Instant> lastPrinted(String container) throws IOException {
    String path = "/containers/" + container + "/logs?stdout=1&stderr=1&timestamps=1&tail=1";
    try (EngineStream stream = EngineStream.get(uri, path)) {
      InputStream in = stream.body();
      int first = in.read();
      if (first >= 0 && first <= LAST_STREAM) {
        in.skipNBytes(FRAME_HEADER_BYTES - 1);
        first = in.read();
      }
      StringBuilder time = new StringBuilder();
      for (int b = first; b > ' ' && time.length() < MAX_TIME_BYTES; b = in.read()) {
        time.append((char) b);
      }
      return time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
    } catch (DateTimeParseException e) {
      throw new IOException("the engine does not say when the last line was printed", e);
    }
  }

  /** Makes, but does not start, a command inside a container; gives its id. */
  String createExec(String container, List<String> command, List<String> env, ExecRequest how) {
    return client
        .execCreateCmd(container)
        .withCmd(command.toArray(String[]::new))
        .withEnv(env)
        .withUser(how.command().hasUser() ? how.command().getUser() : null)
        .withAttachStdin(how.attached())
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withTty(how.terminal().isPresent())
        .exec()
        .getId();
  }

  /** Starts a command that was made, and talks with it. */
  EngineStream startExec(String exec, boolean terminal) throws IOException {
    return EngineStream.upgrade(
        uri, "/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":" + terminal + "}");
  }

  /** Talks with what a container was started for, which has a terminal. */
  EngineStream attach(String container) throws IOException {
    return EngineStream.upgrade(
        uri, "/containers/" + container + "/attach?stream=1&stdin=1&stdout=1&stderr=1", "");
  }

  void resizeTerminal(String container, TerminalSize size) {
    client.resizeContainerCmd(container).withSize(size.rows(), size.columns()).exec();
  }

  InspectExecResponse inspectExec(String exec) {
    return client.inspectExecCmd(exec).exec();
  }

  void resizeExec(String exec, TerminalSize size) {
    client.resizeExecCmd(exec).withSize(size.rows(), size.columns()).exec();
  }

  /** What a container uses now; empty when it does not run, or the engine does not say. */
  Optional<Usage> usage(String container) {
    String path = "/containers/" + container + "/stats?stream=false&one-shot=true";
    try (EngineStream stream = EngineStream.get(uri, path)) {
      JsonNode stats = JSON.readTree(stream.body());
      JsonNode cpu = stats.path("cpu_stats").path("cpu_usage");
      return Optional.of(
          Usage.of(
              cpu.path("usage_in_usermode").asLong() / NANOS_PER_SECOND,
              cpu.path("usage_in_kernelmode").asLong() / NANOS_PER_SECOND,
              stats.path("memory_stats").path("usage").asLong()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      client.close();
      streaming.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
