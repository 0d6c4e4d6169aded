package io.proffer.sdk.internal.http;

import io.proffer.core.protocol.MediaType;
import io.proffer.core.security.ProxyKey;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the scheduler API: one stream at a time over the JDK's HTTP client, and calls beside it.
 * Called on the driver's thread only; what comes back is handed to {@code inputs} from any.
 */
final class MasterClient implements AutoCloseable {

  private static final String PATH = "/api/v1/scheduler";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final MediaType type;
  private final Optional<String> authorization;
  private final Optional<ProxyKey> proxyKey;
  private final Consumer<DriverInput> inputs;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private @Nullable Stream stream;

  /** The calls of the stream; none has been sent while there are none. */
  private @Nullable StreamCalls calls;

  private record Stream(long attempt, RecordStream<Event> events, CompletableFuture<?> answer) {}

  /**
   * @param authorization the value of the {@code Authorization} header
   * @param proxyKey that the master is given with each subscription
   */
  MasterClient(
      MediaType type,
      Optional<String> authorization,
      Optional<ProxyKey> proxyKey,
      Consumer<DriverInput> inputs) {
    this.type = type;
    this.authorization = authorization;
    this.proxyKey = proxyKey;
    this.inputs = inputs;
  }

  void open(DriverEffect.OpenStream effect) {
    long attempt = effect.attempt();
    RecordStream<Event> events =
        new RecordStream<>(
            "the master",
            type,
            Event.getDefaultInstance(),
            event -> inputs.accept(new DriverInput.EventReceived(attempt, event)),
            reason -> inputs.accept(new DriverInput.StreamLost(attempt, reason)));
    HttpRequest.Builder request =
        request(effect.master(), effect.subscribe()).header("Accept", type.contentType());
    proxyKey.ifPresent(key -> request.header(ProxyKey.HEADER, key.value()));
    CompletableFuture<?> answer =
        http.sendAsync(request.build(), subscribeHandler(effect, events))
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    events.end(StreamCalls.reason(failure));
                  }
                });
    stream = new Stream(attempt, events, answer);
    endCalls();
  }

  void close(long attempt) {
    if (stream != null && stream.attempt() == attempt) {
      stream.events().close();
      stream.answer().cancel(true);
      stream = null;
      endCalls();
    }
  }

  private void endCalls() {
    if (calls != null) {
      calls.close();
      calls = null;
    }
  }

  void send(DriverEffect.Send call) {
    if (stream != null && stream.attempt() == call.attempt()) {
      if (calls == null) {
        calls =
            new StreamCalls(
                call.master().resolve(PATH), call.streamId(), type, authorization, inputs);
      }
      calls.send(call);
    }
  }

  /** An event of this attempt has been handled: the stream may read on. */
  void handled(long attempt) {
    if (stream != null && stream.attempt() == attempt) {
      stream.events().handled();
    }
  }

  @Override
  public void close() {
    if (stream != null) {
      close(stream.attempt());
    }
    http.shutdownNow();
  }

  private HttpRequest.Builder request(URI master, Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(master.resolve(PATH))
            .header("Content-Type", type.contentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(type.write(call)));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** Says what was answered before the first event is read. */
  private BodyHandler<Void> subscribeHandler(
      DriverEffect.OpenStream effect, RecordStream<Event> events) {
    return response -> {
      if (response.statusCode() == 200) {
        String streamId = response.headers().firstValue("Mesos-Stream-Id").orElse("");
        inputs.accept(new DriverInput.StreamOpened(effect.attempt(), streamId));
        return events;
      }
      Optional<URI> redirect = redirect(effect.master(), response);
      return BodySubscribers.mapping(
          new ShortText(),
          body -> {
            inputs.accept(
                new DriverInput.StreamRefused(
                    effect.attempt(), response.statusCode(), body, redirect));
            return null;
          });
    };
  }

  private static Optional<URI> redirect(URI master, ResponseInfo response) {
    return switch (response.statusCode()) {
      case 301, 302, 307, 308 ->
          response.headers().firstValue("Location").flatMap(to -> base(master, to));
      default -> Optional.empty();
    };
  }

  /** {@code //host:port/path} and full addresses alike; only the host and port matter. */
  private static Optional<URI> base(URI master, String location) {
    try {
      URI target = master.resolve(location);
      return target.getRawAuthority() == null
          ? Optional.empty()
          : Optional.of(URI.create(target.getScheme() + "://" + target.getRawAuthority()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
