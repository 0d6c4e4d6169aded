package io.proffer.service;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.ZooKeeperStateStore;
import io.proffer.service.http.EventHub;
import io.proffer.service.http.ServerFacts;
import io.proffer.service.http.ServiceHttp;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.scheduler.DrivenService;
import io.proffer.service.scheduler.NetworkPolling;
import io.proffer.service.scheduler.ServiceScheduler;
import io.proffer.service.secret.DirectorySecretStore;
import io.proffer.service.secret.SecretStore;
import io.proffer.service.store.FactStore;
import io.proffer.service.store.Journal;
import io.proffer.service.store.StoreJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service framework: a scheduler, its state, and one port. Thread-safe. */
public final class ServiceServer implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;

  private final ServerFacts facts;
  private final ActorSystem<Void> system;
  private final ServiceHttp http;
  private final StateStore store;
  private final Journal journal;
  private final RunningFramework framework;
  private final NetworkPolling polling;
  private final DrivenService service;

  private ServiceServer(
      ServerFacts facts,
      ActorSystem<Void> system,
      ServiceHttp http,
      StateStore store,
      Journal journal,
      RunningFramework framework,
      NetworkPolling polling,
      DrivenService service) {
    this.facts = facts;
    this.system = system;
    this.http = http;
    this.store = store;
    this.journal = journal;
    this.framework = framework;
    this.polling = polling;
    this.service = service;
  }

  /**
   * Opens the port, takes in what a former process has stored, and begins to look for the master.
   *
   * @throws IOException when the port cannot be opened or the state not be read
   * @throws IllegalArgumentException when the master's address is none
   */
  public static ServiceServer start(ServiceOptions options) throws IOException {
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
      return start(options, facts, system, http, store);
    } catch (IOException | RuntimeException failure) {
      system.terminate();
      http.close();
      close(store);
      throw failure;
    }
  }

  private static ServiceServer start(
      ServiceOptions options,
      ServerFacts facts,
      ActorSystem<Void> system,
      ServiceHttp http,
      StateStore store)
      throws IOException {
    AppReader reader = new AppReader(options.role());
    EventHub events = new EventHub(Instant::now);
    ServiceKernel kernel = new ServiceKernel(ThreadLocalRandom.current().nextLong());
    FactStore records = new FactStore(store, reader);
    List<Fact> known;
    try {
      known = records.read();
    } catch (UncheckedIOException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
    StoreJournal journal = new StoreJournal(records);
    NetworkPolling polling = new NetworkPolling();
    SecretStore secrets =
        options.secretsDir().<SecretStore>map(DirectorySecretStore::new).orElse(SecretStore.NONE);
    ServiceScheduler scheduler =
        new ServiceScheduler(kernel, known, journal, secrets, polling, events::tell);
    FrameworkBuilder description =
        Proffer.framework(options.name())
            .master(options.master())
            .roles(options.role())
            .state(store)
            .webUi(URI.create("http://" + facts.address()));
    RunningFramework framework = description.start(scheduler);
    DrivenService service = new DrivenService(scheduler, framework.driver());
    http.serve(service, reader, events, facts);
    return new ServiceServer(facts, system, http, store, journal, framework, polling, service);
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

  /** The framework's id; empty before a master has taken its subscription. */
  public Optional<String> frameworkId() {
    return service.frameworkId();
  }

  /** Completed, with the reason, when the framework has ended by itself. */
  public CompletionStage<String> ended() {
    return framework.ended().thenApply(Object::toString);
  }

  /** Stops. Apps run on, and the next process on the same state goes on with them. */
  @Override
  public void close() {
    framework.close();
    polling.close();
    journal.close();
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
