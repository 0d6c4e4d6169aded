package io.proffer.agent;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.proffer.agent.checkpoint.Checkpoints;
import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.http.AgentHttp;
import io.proffer.core.model.AgentId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent: one port, a work directory, and a link to the leading master. Several may run in one
 * process.
 *
 * <p>Thread-safe.
 */
public final class AgentServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AgentOptions options;
  private final ActorSystem<Void> system;
  private final ServerBinding binding;
  private final AgentIdentity identity;
  private final AgentProcess process;
  private final AgentHttp http;

  private AgentServer(
      AgentOptions options,
      ActorSystem<Void> system,
      ServerBinding binding,
      AgentIdentity identity,
      AgentProcess process,
      AgentHttp http) {
    this.options = options;
    this.system = system;
    this.binding = binding;
    this.identity = identity;
    this.process = process;
    this.http = http;
  }

  /**
   * Opens the port and the work directory, finds again what an earlier agent left running there,
   * and begins to look for the master; {@link #registered} says when it has been taken in.
   *
   * @throws IOException when the port cannot be opened or the work directory not be used; the
   *     message says which and why
   * @throws IllegalArgumentException when an option is malformed; the message says which and why
   */
  public static AgentServer start(AgentOptions options) throws IOException {
    return start(options, AgentSurroundings.real());
  }

  static AgentServer start(AgentOptions options, AgentSurroundings around) throws IOException {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "proffer-agent", config());
    AgentHttp http = new AgentHttp(system);
    WriteAhead.Opened checkpoint = null;
    try {
      checkpoint = Checkpoints.open(around.disk(), options.workDir(), options.master());
      ServerBinding binding = bind(http, options);
      AgentIdentity identity = AgentIdentity.of(options, binding.localAddress().getPort());
      AgentProcess process =
          AgentProcess.start(options, identity, checkpoint, around, system, http);
      LOG.info("The agent listens at {}", identity.address());
      return new AgentServer(options, system, binding, identity, process, http);
    } catch (IOException | RuntimeException e) {
      if (checkpoint != null) {
        checkpoint.writeAhead().close();
      }
      system.terminate();
      http.close();
      throw e;
    }
  }

  private static ServerBinding bind(AgentHttp http, AgentOptions options) throws IOException {
    try {
      return await(http.bind(options.bindHost(), options.bindPort()));
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Throwable reason = cause.getCause() == null ? cause : cause.getCause();
      throw new IOException(
          "Cannot open %s:%d: %s"
              .formatted(options.bindHost(), options.bindPort(), reason.getMessage()),
          e);
    }
  }

  private static Config config() {
    return ConfigFactory.parseResourcesAnySyntax(AgentServer.class, "agent.conf")
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** {@code ip:port} of the agent's HTTP server. */
  public String address() {
    return identity.address();
  }

  /** {@code http://ip:port}, without a slash at the end. */
  public String url() {
    return "http://" + address();
  }

  /** Completed, with the agent's id, when a master has registered it for the first time. */
  public CompletionStage<AgentId> registered() {
    return process.registered();
  }

  /** The agent's id; empty until a master has given it one. */
  public Optional<AgentId> id() {
    return process.id();
  }

  /** What it runs tasks with, and which limits it cannot enforce; one line each. */
  public List<String> describe() {
    return process.describe();
  }

  /** Completed, with the reason, when the agent has ended by itself: the master sent it away. */
  public CompletionStage<String> stopped() {
    return process.stopped();
  }

  /**
   * Ends the agent. Its tasks are ended first if {@link AgentOptions#killTasksOnClose} says so;
   * otherwise they run on, and the next agent on the same work directory finds them.
   */
  @Override
  public void close() {
    if (options.killTasksOnClose()) {
      process.shutdown("the agent was stopped", PATIENCE);
    }
    process.close();
    stop();
  }

  /** Stops as a process does that is killed: nobody is told, and nothing is finished. */
  void kill() {
    process.close();
    stop();
  }

  private void stop() {
    try {
      await(binding.unbind());
      system.terminate();
      await(system.getWhenTerminated());
    } catch (ExecutionException | TimeoutException e) {
      system.terminate();
    }
    http.close();
  }

  private static <T> T await(CompletionStage<T> stage) throws ExecutionException, TimeoutException {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutionException("interrupted", e);
    }
  }
}
