package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.Outbox;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.http.dashboard.DashboardFeed;
import io.proffer.master.http.dashboard.DashboardFeed.Topics;
import io.proffer.master.http.dashboard.OfferFilters;
import io.proffer.master.http.legacy.TaskDetailJson;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.state.Task;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.MasterInfo;

/** What the dashboard asks for. Not an API for others: it changes with the dashboard. */
final class DashboardEndpoints {

  private static final int MAX_REFUSALS = 200;
  private static final String EVENT_STREAM = "text/event-stream";

  private final MasterSelf self;
  private final Leadership leadership;
  private final Leaders leaders;

  DashboardEndpoints(MasterSelf self, Leadership leadership, Leaders leaders) {
    this.self = self;
    this.leadership = leadership;
    this.leaders = leaders;
  }

  void addTo(Routes routes) {
    routes.addReadable("/dashboard/stream", leaders.only(this::stream));
    routes.addReadable("/dashboard/snapshot", leaders.only(this::snapshot));
    routes.addReadable("/dashboard/history", leaders.only(DashboardEndpoints::history));
    routes.addReadable("/dashboard/filters", leaders.only(DashboardEndpoints::filters));
    routes.addReadable("/dashboard/measured", leaders.only(DashboardEndpoints::measured));
    routes.addReadable("/dashboard/task", leaders.only(this::task));
    routes.addReadable("/dashboard/masters", this::masters);
  }

  /** {@code ?topics=cluster} besides the summary; goes on after {@code Last-Event-ID}. */
  private CompletionStage<Response> stream(Request request, Term term) throws RefusedException {
    if (term.dashboard().size() >= DashboardFeed.MAX_VIEWERS) {
      throw new RefusedException(
          503,
          "%d people look at the dashboard already, which is as many as can"
              .formatted(DashboardFeed.MAX_VIEWERS));
    }
    Topics topics =
        request.parameter("topics").filter("cluster"::equals).isPresent()
            ? Topics.CLUSTER
            : Topics.SUMMARY;
    boolean gzip = request.acceptsGzip();
    Outbox<ByteString> events =
        term.dashboard().subscribe(topics, request.header("last-event-id"), gzip);
    Response response =
        Response.stream(
                EVENT_STREAM,
                new OutboxPieces(new OutboxReader<>(events, DashboardEndpoints::together)))
            .with("Cache-Control", "no-store");
    return Answers.now(gzip ? response.with("Content-Encoding", "gzip") : response);
  }

  private static ByteString together(ByteString first, OutboxReader.More<ByteString> more) {
    ByteString all = first;
    ByteString next = all.size() < 65_536 ? more.next() : null;
    while (next != null) {
      all = all.concat(next);
      next = all.size() < 65_536 ? more.next() : null;
    }
    return all;
  }

  /** {@code ?followed} by who opens the stream at the same time. */
  private CompletionStage<Response> snapshot(Request request, Term term) {
    if (request.parameter("followed").isPresent()) {
      term.dashboard().expectViewer();
    }
    return term.answers()
        .get("/dashboard/snapshot", term.dashboard()::render)
        .thenApply(rendered -> rendered.json(request));
  }

  /** The last hour, of the cluster or with {@code ?framework=...} of a framework. */
  private static CompletionStage<Response> history(Request request, Term term) {
    byte[] json =
        request
            .parameter("framework")
            .map(id -> term.history().render(new FrameworkId(id)))
            .orElseGet(term.history()::render);
    return Answers.now(new Rendered(json).json(request));
  }

  /** What is really used, as far as agents say it. */
  private static CompletionStage<Response> measured(Request request, Term term) {
    return term.master()
        .reads()
        .snapshot()
        .thenApply(snapshot -> new Rendered(term.dashboard().measured(snapshot)).json(request));
  }

  /** {@code ?framework=...}: what becomes of offers to it, and which it does not want. */
  private static CompletionStage<Response> filters(Request request, Term term)
      throws RefusedException {
    FrameworkId framework = new FrameworkId(required(request, "framework"));
    return term.master()
        .reads()
        .refusals(framework, MAX_REFUSALS)
        .thenApply(
            refused ->
                new Rendered(OfferFilters.render(framework, term.activity(), refused))
                    .json(request));
  }

  /** {@code ?framework=...&task=...}: all that there is to know about a task. */
  private CompletionStage<Response> task(Request request, Term term) throws RefusedException {
    String framework = required(request, "framework");
    String id = required(request, "task");
    return term.master()
        .reads()
        .snapshot()
        .thenApply(
            snapshot ->
                find(snapshot, framework, id)
                    .map(task -> new Rendered(TaskDetailJson.of(task)).json(request))
                    .orElseGet(
                        () ->
                            Answers.text(
                                404,
                                "Framework '%s' has no task '%s', or none the master remembers"
                                    .formatted(framework, id))));
  }

  static String required(Request request, String name) throws RefusedException {
    return request
        .parameter(name)
        .orElseThrow(
            () -> new RefusedException(400, "Expecting '%s=value' in query".formatted(name)));
  }

  /** The newest of that id: it may be used again. */
  static Optional<Task> find(MasterSnapshot snapshot, String framework, String id) {
    return snapshot
        .allFrameworks()
        .filter(known -> known.framework().id().value().equals(framework))
        .flatMap(
            known ->
                Stream.of(known.completedTasks(), known.unreachableTasks(), known.tasks())
                    .flatMap(List::stream))
        .filter(task -> task.key().task().value().equals(id))
        .reduce((older, newer) -> newer);
  }

  /** Who there is and who leads, from any master. */
  private CompletionStage<Response> masters(Request request) {
    byte[] json =
        LegacyWriter.object(
            out -> {
              out.string("cluster", self.clusterName());
              out.string("self", self.hostname() + ":" + self.port());
              out.string("leader", leadership.leader().map(DashboardEndpoints::address).orElse(""));
              out.strings("masters", leadership.masters(), address -> address);
            });
    return Answers.now(new Rendered(json).json(request));
  }

  private static String address(MasterInfo leader) {
    return Leaders.authority(leader);
  }
}
