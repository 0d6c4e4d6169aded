package io.proffer.batch;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.proffer.batch.http.BatchHttp;
import io.proffer.batch.http.EventHub;
import io.proffer.batch.http.ServerFacts;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.scheduler.BatchScheduler;
import io.proffer.batch.scheduler.DrivenBatch;
import io.proffer.batch.store.FactStore;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.ZooKeeperStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The batch framework: a scheduler, its state, and one port. Thread-safe. */
public final class BatchServer implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;

  /** The role all jobs have: roles of their own are not there yet. */
  private static final String ROLE = "*";

  private final ServerFacts facts;
  private final ActorSystem<Void> system;
  private final BatchHttp http;
  private final StateStore store;
  private final RunningFramework framework;
  private final DrivenBatch batch;

  private BatchServer(
      ServerFacts facts,
      ActorSystem<Void> system,
      BatchHttp http,
      StateStore store,
      RunningFramework framework,
      DrivenBatch batch) {
    this.facts = facts;
    this.system = system;
    this.http = http;
    this.store = store;
    this.framework = framework;
    this.batch = batch;
  }

  /**
   * Opens the port, takes in what a former process has stored, and begins to look for the master.
   *
   * @throws IOException when the port cannot be opened or the state not be read
   * @throws IllegalArgumentException when the master's address is none
   */
  public static BatchServer start(BatchOptions options) throws IOException {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "proffer-batch", config());
    BatchHttp http = new BatchHttp(system);
    StateStore store = store(options);
    try {
      ServerBinding binding = bind(http, options);
      ServerFacts facts =
          new ServerFacts(
              options.hostname().orElse(options.bindHost()), binding.localAddress().getPort());
      return start(options, facts, system, http, store);
    } catch (IOException | RuntimeException failure) {
      system.terminate();
      http.close();
      close(store);
      throw failure;
    }
  }

  private static BatchServer start(
      BatchOptions options,
      ServerFacts facts,
      ActorSystem<Void> system,
      BatchHttp http,
      StateStore store)
      throws IOException {
    EventHub events = new EventHub();
    BatchKernel kernel = new BatchKernel(ThreadLocalRandom.current().nextLong());
    BatchScheduler scheduler;
    try {
      scheduler = new BatchScheduler(kernel, new FactStore(store), events::tell);
    } catch (UncheckedIOException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
    FrameworkBuilder description =
        Proffer.framework(options.name())
            .master(options.master())
            .roles(ROLE)
            .state(store)
            .webUi(URI.create("http://" + facts.address()));
    RunningFramework framework = description.start(scheduler);
    DrivenBatch batch = new DrivenBatch(scheduler, framework.driver());
    http.serve(batch, events, facts);
    return new BatchServer(facts, system, http, store, framework, batch);
  }

  private static StateStore store(BatchOptions options) {
    return options
        .zooKeeper()
        .<StateStore>map(location -> StateStore.zooKeeper(BatchOptions.stateLocation(location)))
        .orElseGet(() -> StateStore.files(options.stateDir()));
  }

  private static ServerBinding bind(BatchHttp http, BatchOptions options) throws IOException {
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
    return ConfigFactory.parseResourcesAnySyntax(BatchServer.class, "batch.conf")
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** {@code http://host:port}, without a slash at the end. */
  public String url() {
    return "http://" + facts.address();
  }

  /** The framework's id; empty before a master has taken its subscription. */
  public Optional<String> frameworkId() {
    return batch.frameworkId();
  }

  /** Completed, with the reason, when the framework has ended by itself. */
  public CompletionStage<String> ended() {
    return framework.ended().thenApply(Object::toString);
  }

  /** Stops. Runs go on, and the next process on the same state goes on with them. */
  @Override
  public void close() {
    framework.close();
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
