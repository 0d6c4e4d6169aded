package io.proffer.sdk.internal.http;

import io.proffer.core.protocol.MediaType;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/**
 * The calls that belong to one stream: acknowledgements on a connection of their own, all others on
 * another, in order. Answers to offers are of no account to each other: each offer is another one.
 */
final class StreamCalls {

  private static final int MAX_ACKNOWLEDGEMENTS = 256;
  private static final int MAX_ANSWERS_TO_OFFERS = 32;

  private final MediaType type;
  private final Consumer<DriverInput> inputs;
  private final PipelinedCalls orderedCalls;
  private final PipelinedCalls acknowledgingCalls;
  private final CallLane ordered;
  private final CallLane acknowledgements;

  /**
   * @param target where calls are posted to
   * @param authorization the value of the {@code Authorization} header
   * @param inputs takes what is answered, from any thread
   */
  StreamCalls(
      URI target,
      String streamId,
      MediaType type,
      Optional<String> authorization,
      Consumer<DriverInput> inputs) {
    this.type = type;
    this.inputs = inputs;
    List<String> headers = new ArrayList<>();
    headers.add("Content-Type: " + type.contentType());
    headers.add("Accept: " + type.contentType());
    headers.add("Mesos-Stream-Id: " + streamId);
    authorization.ifPresent(value -> headers.add("Authorization: " + value));
    orderedCalls = new PipelinedCalls(target, headers);
    acknowledgingCalls = new PipelinedCalls(target, headers);
    ordered =
        new CallLane(
            MAX_ANSWERS_TO_OFFERS,
            call -> call == Call.Type.ACCEPT || call == Call.Type.DECLINE,
            call -> post(call, orderedCalls));
    acknowledgements =
        new CallLane(MAX_ACKNOWLEDGEMENTS, call -> true, call -> post(call, acknowledgingCalls));
  }

  void send(DriverEffect.Send call) {
    boolean acknowledgement = call.call().getType() == Call.Type.ACKNOWLEDGE;
    (acknowledgement ? acknowledgements : ordered).send(call);
  }

  /** Calls that wait are dropped. */
  void close() {
    ordered.close();
    acknowledgements.close();
    orderedCalls.close();
    acknowledgingCalls.close();
  }

  private CompletableFuture<Void> post(DriverEffect.Send call, PipelinedCalls connection) {
    return connection
        .post(type.write(call.call()))
        .handle(
            (answer, failure) -> {
              inputs.accept(result(call.number(), answer, failure));
              return null;
            });
  }

  private static DriverInput result(
      long number, @Nullable HttpAnswer answer, @Nullable Throwable failure) {
    return answer == null
        ? new DriverInput.CallFailed(number, reason(failure))
        : new DriverInput.CallAnswered(number, answer.status(), answer.text());
  }

  static String reason(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    return String.valueOf(cause);
  }
}
