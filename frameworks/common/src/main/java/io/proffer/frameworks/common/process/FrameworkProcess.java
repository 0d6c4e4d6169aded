package io.proffer.frameworks.common.process;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.proffer.frameworks.common.http.FrameworkPort;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.ZooKeeperStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A framework's process: one port, the state, and a term while it leads. Of several processes on
 * the state of one ZooKeeper one leads, and the others pass on to it what they are asked.
 * Thread-safe.
 *
 * @param <T> its terms
 */
public final class FrameworkProcess<T extends Term> implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;

  private final ActorSystem<Void> system;
  private final FrameworkPort port;
  private final Address here;
  private final StateStore store;
  private final Leadership<T> leadership;

  private FrameworkProcess(
      ActorSystem<Void> system,
      FrameworkPort port,
      Address here,
      StateStore store,
      Leadership<T> leadership) {
    this.system = system;
    this.port = port;
    this.here = here;
    this.store = store;
    this.leadership = leadership;
  }

  /**
   * Opens the port and finds out who leads. When it is this process, its term has begun.
   *
   * @param sessionTimeout how long after its death a process still leads
   * @throws IOException when the port cannot be opened or the state not be read
   */
  public static <P extends FrameworkPort, T extends Term> FrameworkProcess<T> start(
      Place place,
      Duration sessionTimeout,
      Function<ActorSystem<Void>, P> newPort,
      Opening<P, T> opening)
      throws IOException {
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), "proffer-" + place.kind(), config());
    P port = newPort.apply(system);
    StateStore store =
        place
            .state()
            .<StateStore>map(StateStore::zooKeeper)
            .orElseGet(() -> StateStore.files(place.stateDir()));
    try {
      ServerBinding binding = bind(port, place);
      Address here =
          new Address(place.hostname().orElse(place.bindHost()), binding.localAddress().getPort());
      Leadership<T> leadership =
          new Leadership<>(
              place.kind(),
              abdicate -> begin(opening, port, here, store, abdicate),
              leader -> port.follow(leader, here.toString()));
      if (place.state().isPresent()) {
        leadership.among(place.state().get(), here.toString(), sessionTimeout);
      } else {
        leadership.alone();
      }
      return new FrameworkProcess<>(system, port, here, store, leadership);
    } catch (IOException | RuntimeException failure) {
      system.terminate();
      port.close();
      close(store);
      throw failure;
    }
  }

  /** What a former leader still wants to store is refused from here on. */
  private static <P, T extends Term> T begin(
      Opening<P, T> opening, P port, Address here, StateStore store, Runnable abdicate)
      throws IOException {
    try {
      if (store instanceof ZooKeeperStateStore shared) {
        shared.claim();
      }
      return opening.begin(port, here, store, abdicate);
    } catch (UncheckedIOException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
  }

  private static ServerBinding bind(FrameworkPort port, Place place) throws IOException {
    try {
      return port.bind(place.bindHost(), place.bindPort())
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
              .formatted(place.bindHost(), place.bindPort(), reason.getMessage()),
          failed);
    }
  }

  private static Config config() {
    return ConfigFactory.parseResourcesAnySyntax(FrameworkProcess.class, "framework.conf")
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** {@code http://host:port}, without a slash at the end. */
  public String url() {
    return "http://" + here;
  }

  /** The framework's id; empty before a master has taken its subscription, and where it follows. */
  public Optional<String> frameworkId() {
    return leadership.term().flatMap(Term::frameworkId);
  }

  /** Whether this process leads. */
  public boolean leads() {
    return leadership.term().isPresent();
  }

  /** Completed, with the reason, when the framework has ended by itself. */
  public CompletionStage<String> ended() {
    return leadership.ended();
  }

  /** Stops. What runs on agents runs on, and the next process on the same state goes on with it. */
  @Override
  public void close() {
    leadership.close();
    system.terminate();
    port.close();
    close(store);
  }

  private static void close(StateStore store) {
    if (store instanceof ZooKeeperStateStore zooKeeper) {
      zooKeeper.close();
    }
  }
}
