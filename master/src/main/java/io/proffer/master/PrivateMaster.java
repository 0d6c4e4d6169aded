package io.proffer.master;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.SpawnProtocol;
import com.typesafe.config.Config;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.core.time.Ticker;
import io.proffer.master.actor.Announcer;
import io.proffer.master.actor.CallerRuns;
import io.proffer.master.actor.LeaderTerm;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.MasterHttp;
import io.proffer.master.http.server.HttpPort;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.registry.TransientRegistry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * A master of no cluster at a port that nobody is told of, on the loopback interface: the code of a
 * real one, for a rehearsal. It knows nothing of the real master and its agents.
 */
final class PrivateMaster implements AutoCloseable {

  private final ActorSystem<SpawnProtocol.Command> system;
  private final MasterHttp http;
  private volatile @Nullable HttpPort port;

  PrivateMaster(Config config) {
    CallerRuns callers = new CallerRuns();
    this.system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "proffer-master-rehearsal",
            ActorSystemSetup.create(BootstrapSetup.create(config), callers));
    this.http = new MasterHttp(system, callers);
  }

  /** Completed with the port as soon as it leads. */
  CompletionStage<Integer> start() {
    MasterOptions options = MasterOptions.standalone(Path.of("."));
    return http.open(options.bindHost(), options.bindPort())
        .thenCompose(
            opened -> {
              port = opened;
              int number = opened.number();
              return lead(SelfDescription.of(options, number)).thenApply(led -> number);
            });
  }

  private CompletionStage<Void> lead(MasterSelf self) {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MasterMetrics metrics = new MasterMetrics(prometheus);
    Leadership leadership = new Leadership();
    http.serve(
        self,
        leadership,
        metrics,
        prometheus,
        Ticker.system(),
        ForkJoinPool.commonPool(),
        Optional.empty());
    LeaderTerm term =
        new LeaderTerm(
            self,
            MasterSettings.defaults(),
            new TransientRegistry(),
            metrics,
            leadership,
            Announcer.toNobody());
    system.tell(
        new SpawnProtocol.Spawn<>(
            term.supervised(), "term", DispatcherSelector.defaultDispatcher(), system.ignoreRef()));
    return leadership.ledOnce();
  }

  @Override
  public void close() {
    HttpPort opened = port;
    if (opened != null) {
      opened.close();
    }
    system.terminate();
  }
}
