package io.proffer.service.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.proffer.frameworks.common.http.FrameworkPort;
import io.proffer.frameworks.common.http.Gate;
import io.proffer.frameworks.common.http.Manner;
import io.proffer.frameworks.common.http.MediaType;
import io.proffer.frameworks.common.http.OnePort;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.GroupChanges;
import io.proffer.service.change.PodChanges;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.PodReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The framework's one port. It is open before the framework is there; until then it answers 503.
 */
public final class ServiceHttp implements FrameworkPort {

  private final EventStreams streams;
  private final OnePort<Served> port;

  private record Served(Routes routes, EventHub events, String leader) {}

  /**
   * @param gate that every request passes
   */
  public ServiceHttp(ActorSystem<?> system, Gate gate) {
    this.streams = new EventStreams(system);
    this.port = new OnePort<>(system, new Marathon(), gate);
  }

  @Override
  public CompletionStage<ServerBinding> bind(String host, int number) {
    return port.bind(host, number);
  }

  /** From now on requests are answered. */
  public void serve(ServiceApi api, AppReader reader, EventHub events, ServerFacts facts) {
    serve(api, reader, events, facts, Attendants.careful());
  }

  /** From now on requests are answered, and what they ask of others is done by these. */
  public void serve(
      ServiceApi api, AppReader reader, EventHub events, ServerFacts facts, Attendants attendants) {
    Backend backend = new Backend(api);
    AppChanges changes = new AppChanges(reader);
    Routes routes =
        new Routes(
            backend,
            new AppsEndpoint(backend, changes, events),
            new PodsEndpoint(backend, new PodChanges(new PodReader(reader)), events),
            new GroupsEndpoint(backend, new GroupChanges(reader)),
            new InfoEndpoint(backend, facts),
            new LoggersEndpoint(attendants.loggers()),
            new BeyondRoutes(backend, changes, attendants));
    port.serve(new Served(routes, events, "http://" + facts.address()));
  }

  @Override
  public void follow(Optional<String> leader, String self) {
    port.follow(leader, self);
  }

  /** The words after {@code /v2} that lead somewhere; empty before there is a framework. */
  Set<String> resources() {
    return port.served().map(now -> now.routes().resources()).orElse(Set.of());
  }

  private final class Marathon implements Manner<Served> {

    @Override
    public String name() {
      return "service";
    }

    @Override
    public long maxBodyBytes() {
      return 8L << 20;
    }

    @Override
    public HttpResponse answer(Served now, HttpRequest http, ByteString body) {
      Request request = Requests.of(http, body);
      HttpResponse response =
          EventStreams.isFor(request)
              ? events(now, request)
              : response(inItsLanguage(request, now.routes().answer(request)));
      return response.addHeader(RawHeader.create("X-Marathon-Leader", now.leader()));
    }

    @Override
    public HttpResponse error(int status, String message) {
      return response(Answer.error(status, message, Map.of()));
    }

    /** Marathon's own, unless told otherwise. */
    @Override
    public String realm() {
      return "Mesosphere";
    }

    @Override
    public String viaHeader() {
      return "X-Marathon-Via";
    }

    @Override
    public Set<String> streams() {
      return Set.of("v2/events", "proffer/v1/events");
    }

    private HttpResponse events(Served now, Request request) {
      return streams
          .answer(now.events(), request)
          .orElseGet(() -> error(405, "Events are told as text/event-stream, to GET"));
    }
  }

  private static Answer inItsLanguage(Request request, Answer answer) {
    return MediaType.wantsYaml(request.accept()) ? answer.asYaml() : answer;
  }

  private static HttpResponse response(Answer answer) {
    HttpResponse response = HttpResponse.create().withStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response =
          response.withEntity(
              HttpEntities.create(ContentTypes.parse(answer.contentType()), answer.body()));
    }
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return response;
  }

  @Override
  public void close() {
    port.close();
  }
}
