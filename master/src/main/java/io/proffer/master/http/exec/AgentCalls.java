package io.proffer.master.http.exec;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.agent.Protos.Call;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * Calls of one agent's API, in protobuf. Each has a connection of its own: closing it is how a
 * session is ended.
 */
final class AgentCalls {

  private static final String PROTOBUF_NAME = "application/x-protobuf";
  private static final ContentType.Binary PROTOBUF =
      MediaTypes.applicationBinary("x-protobuf", false).toContentType();
  private static final ContentType.Binary RECORDS =
      MediaTypes.applicationBinary("recordio", false).toContentType();
  private static final FiniteDuration CONNECT_PATIENCE = Duration.create(3, TimeUnit.SECONDS);
  private static final Duration IDLE = Duration.create(2, TimeUnit.MINUTES);

  private final ActorSystem<?> system;
  private final Materializer materializer;
  private final String agent;
  private final Optional<String> authorization;

  AgentCalls(
      ActorSystem<?> system,
      Materializer materializer,
      String agent,
      Optional<String> authorization) {
    this.system = system;
    this.materializer = materializer;
    this.agent = agent;
    this.authorization = authorization;
  }

  /** A call that is answered with one message. */
  CompletionStage<HttpResponse> ask(Call call) {
    return send(
        request(HttpEntities.create(PROTOBUF, call.toByteArray()))
            .addHeader(RawHeader.create("Accept", PROTOBUF_NAME)));
  }

  /** A call that is answered with records. */
  CompletionStage<HttpResponse> listen(Call call) {
    return send(
        request(HttpEntities.create(PROTOBUF, call.toByteArray()))
            .addHeader(RawHeader.create("Accept", "application/recordio"))
            .addHeader(RawHeader.create("Message-Accept", PROTOBUF_NAME)));
  }

  /** Calls that go on; answered when they have ended. */
  CompletionStage<HttpResponse> feed(Source<ByteString, ?> records) {
    return send(
        request(HttpEntities.createChunked(RECORDS, records))
            .addHeader(RawHeader.create("Message-Content-Type", PROTOBUF_NAME))
            .addHeader(RawHeader.create("Accept", PROTOBUF_NAME)));
  }

  private HttpRequest request(RequestEntity entity) {
    HttpRequest request = HttpRequest.POST("/api/v1").withEntity(entity);
    return authorization
        .map(secret -> request.addHeader(RawHeader.create("Authorization", secret)))
        .orElse(request);
  }

  private CompletionStage<HttpResponse> send(HttpRequest request) {
    int colon = agent.lastIndexOf(':');
    return Source.single(request)
        .via(
            Http.get(system)
                .connectionTo(agent.substring(0, colon))
                .toPort(Integer.parseInt(agent.substring(colon + 1)))
                .withClientConnectionSettings(
                    ClientConnectionSettings.create(Adapter.toClassic(system))
                        .withConnectingTimeout(CONNECT_PATIENCE)
                        .withIdleTimeout(IDLE))
                .http())
        .runWith(Sink.head(), materializer);
  }
}
