package io.proffer.service;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.proffer.core.coordination.Election;
import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.ZooKeeperStateStore;
import io.proffer.service.http.ServerFacts;
import io.proffer.service.http.ServiceHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service framework: a scheduler, its state, and one port. Of several processes on the state of
 * one ZooKeeper one leads, and the others pass on to it what they are asked. Thread-safe.
 */
public final class ServiceServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceServer.class);
  private static final long PATIENCE_SECONDS = 15;

  private final ServiceOptions options;
  private final ServerFacts facts;
  private final ActorSystem<Void> system;
  private final ServiceHttp http;
  private final StateStore store;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  /** On which terms begin and end, one after the other. */
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(
          work -> Thread.ofPlatform().name("service-leader").daemon().unstarted(work));

  private volatile Optional<Term> term = Optional.empty();
  private volatile Optional<Election> election = Optional.empty();

  private ServiceServer(
      ServiceOptions options,
      ServerFacts facts,
      ActorSystem<Void> system,
      ServiceHttp http,
      StateStore store) {
    this.options = options;
    this.facts = facts;
    this.system = system;
    this.http = http;
    this.store = store;
  }

  /**
   * Opens the port and finds out who leads. When it is this process, it has taken in what a former
   * one has stored and looks for the master.
   *
   * @throws IOException when the port cannot be opened or the state not be read
   * @throws IllegalArgumentException when the master's address is none
   */
  public static ServiceServer start(ServiceOptions options) throws IOException {
    return start(options, ZooKeeperClients.SESSION_TIMEOUT);
  }

  /**
   * As {@link #start(ServiceOptions)}.
   *
   * @param sessionTimeout how long after its death a process still leads
   */
  static ServiceServer start(ServiceOptions options, Duration sessionTimeout) throws IOException {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "proffer-service", config());
    ServiceHttp http = new ServiceHttp(system);
    StateStore store = store(options);
    try {
      ServerBinding binding = bind(http, options);
      ServerFacts facts =
          new ServerFacts(
              options.name(),
              options.role(),
              options.hostname().orElse(options.bindHost()),
              binding.localAddress().getPort(),
              options.master(),
              options.zooKeeper().map(Object::toString));
      ServiceServer server = new ServiceServer(options, facts, system, http, store);
      server.takePart(sessionTimeout);
      return server;
    } catch (IOException | RuntimeException failure) {
      system.terminate();
      http.close();
      close(store);
      throw failure;
    }
  }

  private void takePart(Duration sessionTimeout) throws IOException {
    if (options.zooKeeper().isEmpty()) {
      term = Optional.of(begin());
      return;
    }
    election =
        Optional.of(
            Election.join(
                ServiceOptions.stateLocation(options.zooKeeper().get()),
                facts.address(),
                sessionTimeout,
                this::elected));
    try {
      settled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException slow) {
      LOG.warn("Nobody is known to lead yet: {} does not answer", facts.zooKeeper().orElse(""));
    } catch (ExecutionException unreadable) {
      election.ifPresent(Election::close);
      Throwable cause = unreadable.getCause() == null ? unreadable : unreadable.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), unreadable);
    }
  }

  private Term begin() throws IOException {
    Term begun = Term.begin(options, facts, http, store, this::abdicate);
    var unused = begun.ended().thenAccept(reason -> over(begun, reason));
    return begun;
  }

  /**
   * A term that ends by itself ends the process: who starts it again, starts from what is stored.
   */
  private void over(Term which, String reason) {
    if (term.filter(now -> now == which).isPresent()) {
      ended.complete(reason);
    }
  }

  private void elected(Optional<String> leader, boolean self) {
    if (!turns.isShutdown()) {
      turns.execute(() -> turn(leader, self));
    }
  }

  private void turn(Optional<String> leader, boolean self) {
    try {
      if (self && term.isEmpty()) {
        term = Optional.of(begin());
      } else if (!self) {
        Optional<Term> before = term;
        term = Optional.empty();
        http.follow(leader, facts.address());
        before.ifPresent(Term::close);
      }
      if (self || leader.isPresent()) {
        settled.complete(null);
      }
    } catch (IOException | RuntimeException failure) {
      LOG.error("This process cannot lead", failure);
      settled.completeExceptionally(failure);
      ended.complete("This process cannot lead: " + failure.getMessage());
    }
  }

  private void abdicate() {
    election.ifPresent(Election::resign);
  }

  private static StateStore store(ServiceOptions options) {
    return options
        .zooKeeper()
        .<StateStore>map(location -> StateStore.zooKeeper(ServiceOptions.stateLocation(location)))
        .orElseGet(() -> StateStore.files(options.stateDir()));
  }

  private static ServerBinding bind(ServiceHttp http, ServiceOptions options) throws IOException {
    try {
      return http.bind(options.bindHost(), options.bindPort())
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening the port", stopped);
    } catch (ExecutionException | TimeoutException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      Throwable reason = cause.getCause() == null ? cause : cause.getCause();
      throw new IOException(
          "Cannot open %s:%d: %s"
              .formatted(options.bindHost(), options.bindPort(), reason.getMessage()),
          failed);
    }
  }

  private static Config config() {
    return ConfigFactory.parseResourcesAnySyntax(ServiceServer.class, "service.conf")
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** {@code http://host:port}, without a slash at the end. */
  public String url() {
    return "http://" + facts.address();
  }

  /** The framework's id; empty before a master has taken its subscription, and where it follows. */
  public Optional<String> frameworkId() {
    return term.flatMap(Term::frameworkId);
  }

  /** Whether this process leads. */
  public boolean leads() {
    return term.isPresent();
  }

  /** Completed, with the reason, when the framework has ended by itself. */
  public CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  /** Stops. Apps run on, and the next process on the same state goes on with them. */
  @Override
  public void close() {
    turns.shutdownNow();
    Optional<Term> last = term;
    term = Optional.empty();
    last.ifPresent(Term::close);
    election.ifPresent(Election::close);
    system.terminate();
    http.close();
    close(store);
  }

  private static void close(StateStore store) {
    if (store instanceof ZooKeeperStateStore zooKeeper) {
      zooKeeper.close();
    }
  }
}
