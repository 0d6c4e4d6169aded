package io.proffer.sdk.internal.http;

import io.proffer.core.protocol.MediaType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.jspecify.annotations.Nullable;

/** Speaks the executor API over the JDK's HTTP client. What comes back comes on any thread. */
final class AgentClient implements AutoCloseable {

  private static final String PATH = "/api/v1/executor";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private final ExecutorEnvironment environment;
  private final MediaType type;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /** Hears what becomes of one subscription. */
  interface Listener {

    void event(Event event);

    /** It was not taken: nothing follows. */
    void refused(int status, String message);

    /** It has ended, or never came about: nothing follows. */
    void lost(String reason);
  }

  /** A subscription. */
  record Stream(RecordStream<Event> events, CompletableFuture<?> answer) {

    /** Nothing is told of it any more. */
    void close() {
      events.close();
      answer.cancel(true);
    }
  }

  AgentClient(ExecutorEnvironment environment, MediaType type) {
    this.environment = environment;
    this.type = type;
    this.address = URI.create("http://" + environment.endpoint() + PATH);
  }

  Stream subscribe(Call.Subscribe subscribe, Listener listener) {
    RecordStream<Event> events =
        new RecordStream<>(
            "the agent", type, Event.getDefaultInstance(), listener::event, listener::lost);
    Call call = call(Call.Type.SUBSCRIBE).setSubscribe(subscribe).build();
    CompletableFuture<?> answer =
        http.sendAsync(request(call).build(), handler(events, listener))
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    events.end(reason(failure));
                  }
                });
    return new Stream(events, answer);
  }

  private static BodyHandler<Void> handler(RecordStream<Event> events, Listener listener) {
    return response ->
        response.statusCode() == 200
            ? events
            : BodySubscribers.mapping(
                new ShortText(),
                body -> {
                  listener.refused(response.statusCode(), body);
                  return null;
                });
  }

  /** A call that has an answer. */
  interface Answered {

    /**
     * @param status of HTTP; 0 when there was no answer
     */
    void with(int status, String message);
  }

  CompletableFuture<Void> send(Call call, Answered answered) {
    return http.sendAsync(request(call).timeout(CALL_TIMEOUT).build(), response -> new ShortText())
        .handle(
            (response, failure) -> {
              if (response == null) {
                answered.with(0, reason(failure));
              } else {
                answered.with(response.statusCode(), response.body());
              }
              return null;
            });
  }

  Call.Builder call(Call.Type of) {
    return Call.newBuilder()
        .setType(of)
        .setFrameworkId(environment.framework().toProto())
        .setExecutorId(environment.executor().toProto());
  }

  private HttpRequest.Builder request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", type.contentType())
            .header("Accept", type.contentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(type.write(call)));
    environment.token().ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return request;
  }

  private static String reason(@Nullable Throwable failure) {
    return String.valueOf(
        failure != null && failure.getCause() != null ? failure.getCause() : failure);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
