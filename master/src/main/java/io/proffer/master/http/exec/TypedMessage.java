package io.proffer.master.http.exec;

import akka.http.javadsl.model.ws.Message;
import akka.stream.Materializer;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.agent.Protos.Call;

/** What a browser says to a command. */
final class TypedMessage {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SIDE = 1000;
  private static final JsonMapper JSON = new JsonMapper();

  private TypedMessage() {}

  /** The call for the agent; empty where it says nothing. */
  static CompletionStage<Optional<Call>> read(Message message, Materializer materializer) {
    return message.isText()
        ? text(message, materializer).thenApply(TypedMessage::size)
        : bytes(message, materializer).thenApply(TypedMessage::typed);
  }

  private static CompletionStage<String> text(Message message, Materializer materializer) {
    return message.asTextMessage().isStrict()
        ? CompletableFuture.completedFuture(message.asTextMessage().getStrictText())
        : message
            .asTextMessage()
            .getStreamedText()
            .limitWeighted(MAX_BYTES, part -> (long) part.length())
            .runFold("", String::concat, materializer);
  }

  private static CompletionStage<ByteString> bytes(Message message, Materializer materializer) {
    return message.asBinaryMessage().isStrict()
        ? CompletableFuture.completedFuture(message.asBinaryMessage().getStrictData())
        : message
            .asBinaryMessage()
            .getStreamedData()
            .limitWeighted(MAX_BYTES, part -> (long) part.size())
            .runFold(ByteString.emptyByteString(), ByteString::concat, materializer);
  }

  /** Nothing, as data, would be the end of the input, which a terminal's keys say. */
  private static Optional<Call> typed(ByteString bytes) {
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(ExecCalls.typed(UnsafeByteOperations.unsafeWrap(bytes.toArrayUnsafe())));
  }

  private static Optional<Call> size(String text) {
    try {
      JsonNode size = JSON.readTree(text);
      int columns = size.path("columns").asInt();
      int rows = size.path("rows").asInt();
      boolean sensible = columns > 0 && rows > 0 && columns <= MAX_SIDE && rows <= MAX_SIDE;
      return sensible ? Optional.of(ExecCalls.resized(columns, rows)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static String problem(String text) {
    return JSON.createObjectNode().put("problem", text).toString();
  }
}
