package io.proffer.master.http;

import akka.actor.typed.ActorSystem;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.core.protocol.EndpointPaths;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.security.Authentication;
import io.proffer.core.time.Ticker;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.exec.ExecSessions;
import io.proffer.master.http.legacy.VersionJson;
import io.proffer.master.http.server.HttpPort;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Everything that the master answers on its port. */
public final class MasterHttp {

  private static final EndpointPaths PATHS = new EndpointPaths("/master", Set.of());

  private final ActorSystem<?> system;
  private final Executor turns;
  private volatile @Nullable Routes routes;

  /**
   * @param system in which requests are passed on to others
   * @param turns runs at once what answers a request
   */
  public MasterHttp(ActorSystem<?> system, Executor turns) {
    this.system = system;
    this.turns = turns;
  }

  /** Opens the port; what comes before {@link #serve} is answered with 503. */
  public CompletionStage<HttpPort> open(String host, int port) {
    return HttpPort.open(host, port, "proffer-master-http", turns, this::answer);
  }

  private CompletionStage<Response> answer(Request request) {
    Routes served = routes;
    return served == null
        ? Answers.now(Answers.text(503, "The master is starting"))
        : served.answer(request.at(PATHS.canonical(request.path())));
  }

  /**
   * Begins to answer.
   *
   * @param renderers where large answers are made
   * @param authentication whom it knows; empty where it asks nobody
   */
  public void serve(
      MasterSelf self,
      Leadership leadership,
      MasterMetrics counted,
      PrometheusMeterRegistry prometheus,
      Ticker ticker,
      Executor renderers,
      Optional<Authentication> authentication) {
    Leaders leaders =
        new Leaders(leadership, master -> Term.begin(self, master, system.scheduler(), renderers));
    MetricsEndpoints metrics = new MetricsEndpoints(self, leaders, counted, prometheus, ticker);
    AuditLog audit = new AuditLog(ticker);
    Routes all = new Routes(new Gate(authentication, InstantSource.system()), audit);
    new LoginEndpoint(authentication, InstantSource.system()).addTo(all);
    all.add("/api/v1/scheduler", leaders.only(new SchedulerApi()));
    MasterLog log = new MasterLog(self.log(), renderers);
    all.add("/api/v1", leaders.only(new OperatorApi(self, metrics, log)));
    all.add(AgentLinkCodec.PATH, new AgentLinkEndpoint(leadership));
    new LegacyEndpoints(self, leaders).addTo(all);
    new RegistryEndpoints(self, leaders).addTo(all);
    Forwarding forwarding = new Forwarding(system, InstantSource.system());
    all.addReadable("/agent", leaders.only(new AgentProxy(forwarding)));
    all.add("/agent/token", leaders.only(new AgentTokenEndpoint(InstantSource.system())));
    all.add("/service", leaders.only(new ServiceProxy(forwarding)));
    new DashboardEndpoints(self, leadership, leaders).addTo(all);
    all.addReadable(
        "/dashboard/exec",
        leaders.only(new ExecEndpoint(new ExecSessions(system, ticker), InstantSource.system())));
    all.addReadable("/audit", leaders.only((request, term) -> Answers.now(audit.answer(request))));
    all.addReadable("/redirect", leaders::redirectToLeader);
    new FileEndpoints(log).addTo(all);
    addToEveryMaster(all, self, leaders, metrics);
    routes = all;
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

  private static CompletionStage<Response> json(Request request, byte[] body) {
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
