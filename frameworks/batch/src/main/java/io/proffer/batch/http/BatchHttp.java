package io.proffer.batch.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.proffer.batch.sandbox.SandboxFiles;
import io.proffer.frameworks.common.http.EventStream;
import io.proffer.frameworks.common.http.FrameworkPort;
import io.proffer.frameworks.common.http.Gate;
import io.proffer.frameworks.common.http.Manner;
import io.proffer.frameworks.common.http.OnePort;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The framework's one port. It is open before the framework is there; until then it answers 503.
 */
public final class BatchHttp implements FrameworkPort {

  private static final String EVENTS = "v1/events";

  private final ActorSystem<?> system;
  private final OnePort<Served> port;

  private record Served(Routes routes, EventHub events, String leader) {}

  /**
   * @param gate that every request passes
   */
  public BatchHttp(ActorSystem<?> system, Gate gate) {
    this.system = system;
    this.port = new OnePort<>(system, new Metronome(), gate);
  }

  @Override
  public CompletionStage<ServerBinding> bind(String host, int number) {
    return port.bind(host, number);
  }

  /** From now on requests are answered. */
  public void serve(
      BatchApi api, EventHub events, ServerFacts facts, Webhooks webhooks, SandboxFiles files) {
    Routes routes = new Routes(new Backend(api), facts, webhooks, files);
    port.serve(new Served(routes, events, "http://" + facts.address()));
  }

  @Override
  public void follow(Optional<String> leader, String self) {
    port.follow(leader, self);
  }

  private final class Metronome implements Manner<Served> {

    @Override
    public String name() {
      return "batch";
    }

    /** A job must fit into a value of a ZooKeeper. */
    @Override
    public long maxBodyBytes() {
      return 400_000;
    }

    @Override
    public HttpResponse answer(Served now, HttpRequest http, ByteString body) {
      Request request = Requests.of(http, body);
      HttpResponse response =
          String.join("/", request.path()).equals(EVENTS)
              ? events(now, request)
              : response(now.routes().answer(request));
      return response.addHeader(RawHeader.create("X-Metronome-Leader", now.leader()));
    }

    @Override
    public HttpResponse error(int status, String message) {
      return response(HttpProblem.of(status, message).answer(""));
    }

    @Override
    public String realm() {
      return "Metronome";
    }

    @Override
    public String viaHeader() {
      return "X-Metronome-Via";
    }

    @Override
    public Set<String> streams() {
      return Set.of(EVENTS, Requests.PREFIX.substring(1) + EVENTS);
    }

    private HttpResponse events(Served now, Request request) {
      return request.method().equals("GET")
          ? EventStream.of(system, now.events()::listen)
          : response(HttpProblem.wrongMethod(request).answer(request.uri()));
    }
  }

  private static HttpResponse response(Answer answer) {
    HttpResponse response = HttpResponse.create().withStatus(answer.status());
    return answer.contentType().isEmpty()
        ? response
        : response.withEntity(
            HttpEntities.create(ContentTypes.parse(answer.contentType()), answer.body()));
  }

  @Override
  public void close() {
    port.close();
  }
}
