package io.proffer.master;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.core.time.Ticker;
import io.proffer.master.actor.CallerRuns;
import io.proffer.master.actor.ClusterNode;
import io.proffer.master.actor.LeaderTerm;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.MasterHttp;
import io.proffer.master.http.server.HttpPort;
import io.proffer.master.registry.Registry;
import io.proffer.master.registry.TransientRegistry;
import io.proffer.master.registry.ZooKeeperRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A master: one port, and a place in the cluster of masters. Several may run in one process.
 *
 * <p>Thread-safe.
 */
public final class MasterServer implements AutoCloseable {

  private static final int RENDERERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Leadership leadership = new Leadership();
  private final ActorSystem<Void> system;
  private final ExecutorService renderers;
  private final HttpPort port;
  private final MasterSelf self;
  private final Registry registry;
  private final Membership membership;
  private final BackgroundRehearsal rehearsal = new BackgroundRehearsal(MasterServer::config);

  private MasterServer(
      MasterOptions options,
      ActorSystem<Void> system,
      MasterHttp http,
      HttpPort port,
      ClusterNode node) {
    this.system = system;
    this.port = port;
    this.renderers =
        Executors.newFixedThreadPool(
            RENDERERS, Thread.ofPlatform().name("proffer-master-render-", 0).daemon().factory());
    this.self = SelfDescription.of(options, port.number());
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    JvmMeters.bindTo(prometheus);
    MasterMetrics metrics = new MasterMetrics(prometheus);
    http.serve(
        self,
        leadership,
        metrics,
        prometheus,
        Ticker.system(),
        renderers,
        options.authentication());
    this.registry = registry(options);
    this.membership =
        Membership.start(
            options,
            self,
            leadership,
            node,
            announcer ->
                new LeaderTerm(self, options.settings(), registry, metrics, leadership, announcer));
  }

  /**
   * Opens the port and begins to join the cluster; {@link #leading} says when this master leads.
   *
   * @throws IOException when the port cannot be opened; the message says which and why
   */
  public static MasterServer start(MasterOptions options) throws IOException {
    // Most of starting is loading classes: the two actor systems do it side by side.
    CallerRuns callers = new CallerRuns();
    CompletableFuture<ClusterNode> node =
        CompletableFuture.supplyAsync(
            () ->
                ClusterNode.start(
                    options.clusterName(), SelfDescription.hostname(options), callers));
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), "proffer-master-http", config());
    MasterHttp http = new MasterHttp(system, callers);
    try {
      HttpPort port = await(http.open(options.bindHost(), options.bindPort()));
      return new MasterServer(options, system, http, port, await(node));
    } catch (ExecutionException | TimeoutException e) {
      system.terminate();
      var unused = node.thenAccept(ClusterNode::abandon);
      throw new IOException(
          "Cannot open %s:%d: %s"
              .formatted(options.bindHost(), options.bindPort(), rootOf(e).getMessage()),
          e);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static Config config() {
    return ConfigFactory.parseResourcesAnySyntax(MasterServer.class, "/io/proffer/master/http.conf")
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** A master without ZooKeeper has nobody to tell. */
  private static Registry registry(MasterOptions options) {
    return options
        .zooKeeper()
        .<Registry>map(zk -> ZooKeeperRegistry.open(zk, options.settings().retention()))
        .orElseGet(TransientRegistry::new);
  }

  /** {@code host:port} by which clients reach this master's HTTP server. */
  public String address() {
    return self.hostname() + ":" + self.port();
  }

  /** {@code http://host:port}, without a slash at the end. */
  public String url() {
    return "http://" + address();
  }

  /** Completed when this master leads for the first time and can be found by others. */
  public CompletionStage<Void> leading() {
    return leadership.ledOnce();
  }

  /** Whether this master leads now. */
  public boolean isLeading() {
    return leadership.here().isPresent();
  }

  /**
   * Makes this process quick before its first client comes: pretended ones talk to a private master
   * for some seconds, in the background. That costs processor time meanwhile, and nobody sees
   * anything of it. Only the first call begins something.
   *
   * @return done when it is over, however it went
   */
  public CompletionStage<Void> rehearse() {
    return rehearsal.start();
  }

  /** Leaves the cluster, so that another master leads at once, and closes the port. */
  @Override
  public void close() {
    membership.leave(PATIENCE);
    stop();
  }

  /** Stops as a process does that is killed: nobody is told. */
  void kill() {
    membership.abandon();
    stop();
  }

  private void stop() {
    rehearsal.close();
    registry.close();
    try {
      port.close();
      system.terminate();
      await(system.getWhenTerminated());
    } catch (ExecutionException | TimeoutException e) {
      system.terminate();
    }
    renderers.shutdownNow();
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
