package io.proffer.master.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.SystemMaterializer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.time.Ticker;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.exec.ExecSessions;
import io.proffer.master.http.legacy.VersionJson;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Everything that the master answers on its port. */
public final class MasterHttp {

  private final ActorSystem<?> system;
  private final HttpServer server;

  /**
   * @param system whose dispatcher the connections run on
   */
  public MasterHttp(ActorSystem<?> system) {
    this.system = system;
    this.server = new HttpServer(system);
  }

  /** Opens the port; what comes before {@link #serve} is answered with 503. */
  public CompletionStage<ServerBinding> bind(String host, int port) {
    return server.bind(host, port);
  }

  /**
   * Begins to answer.
   *
   * @param renderers where large answers are made
   */
  public void serve(
      MasterSelf self,
      Leadership leadership,
      MasterMetrics counted,
      PrometheusMeterRegistry prometheus,
      Ticker ticker,
      Executor renderers) {
    Leaders leaders =
        new Leaders(leadership, master -> Term.begin(self, master, system.scheduler(), renderers));
    StreamWatch watch = new StreamWatch(system.scheduler(), renderers);
    MetricsEndpoints metrics = new MetricsEndpoints(self, leaders, counted, prometheus, ticker);
    Routes routes = new Routes();
    routes.add("/api/v1/scheduler", leaders.only(new SchedulerApi(watch)));
    routes.add("/api/v1", leaders.only(new OperatorApi(self, metrics, watch)));
    routes.add(
        AgentLinkCodec.PATH,
        new AgentLinkEndpoint(leadership, SystemMaterializer.get(system).materializer()));
    new LegacyEndpoints(self, leaders).addTo(routes);
    Forwarding forwarding = new Forwarding(system);
    routes.addReadable("/agent", leaders.only(new AgentProxy(forwarding)));
    routes.add("/service", leaders.only(new ServiceProxy(forwarding)));
    new DashboardEndpoints(self, leadership, leaders, watch).addTo(routes);
    routes.addReadable(
        "/dashboard/exec", leaders.only(new ExecEndpoint(new ExecSessions(system, ticker))));
    routes.addReadable("/redirect", leaders::redirectToLeader);
    addToEveryMaster(routes, self, leaders, metrics);
    server.serve(routes);
  }

  private static void addToEveryMaster(
      Routes routes, MasterSelf self, Leaders leaders, MetricsEndpoints metrics) {
    routes.addReadable("/health", request -> Answers.now(Answers.done()));
    routes.addReadable("/version", request -> json(request, VersionJson.version(self.build())));
    routes.addReadable("/flags", request -> json(request, VersionJson.flags(self)));
    routes.addReadable("/metrics", metrics::prometheus);
    routes.addReadable("/metrics/snapshot", metrics::mesos);
    routes.addReadable("/system/stats", metrics::system);
    DashboardFiles files = DashboardFiles.load(MasterHttp.class.getClassLoader());
    routes.addReadable("/assets", files::asset);
    routes.addReadable(
        "/",
        leaders.page(
            request ->
                files.page(request).orElseGet(() -> Answers.text(200, index(routes, self)))));
  }

  private static CompletionStage<HttpResponse> json(Request request, byte[] body) {
    return Answers.now(new Rendered(body).json(request));
  }

  private static String index(Routes routes, MasterSelf self) {
    return "Proffer %s, cluster '%s'\n\nThis master answers:\n  %s\n"
        .formatted(
            self.build().version(),
            self.clusterName(),
            String.join("\n  ", new TreeSet<>(routes.paths())));
  }
}
