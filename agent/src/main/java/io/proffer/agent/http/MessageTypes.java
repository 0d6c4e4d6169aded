package io.proffer.agent.http;

import akka.http.javadsl.model.HttpRequest;
import io.proffer.core.protocol.MediaType;
import java.util.Locale;
import java.util.Optional;

/**
 * In what form a call comes and its answer is to go: as one message, or as records with a message
 * each.
 *
 * @param content of the call, or of its records
 * @param streamed whether the call is of records
 * @param accept of the answer, or of its records
 * @param acceptStreamed whether the client wants the answer as {@code application/recordio}
 */
record MessageTypes(MediaType content, boolean streamed, MediaType accept, boolean acceptStreamed) {

  static final String RECORDIO = "application/recordio";

  private static final String EITHER = "application/json or application/x-protobuf";

  /** Whether the body of a request is to be read as it comes. */
  static boolean isStream(HttpRequest http) {
    return ContentTypeHeader.of(http).filter(MessageTypes::isRecordIo).isPresent();
  }

  private static boolean isRecordIo(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(RECORDIO);
  }

  /**
   * What the headers say.
   *
   * @throws RefusedException with 400, 406 or 415
   */
  static MessageTypes of(Request request) throws RefusedException {
    String type =
        ContentTypeHeader.of(request.http())
            .orElseThrow(() -> new RefusedException(400, "Expecting 'Content-Type' to be present"));
    boolean streamed = isRecordIo(type);
    MediaType content = content(request, type, streamed);
    Optional<String> accept = request.header("accept");
    Optional<MediaType> plain = MediaType.negotiate(accept);
    Optional<String> messageAccept = request.header("message-accept");
    if (plain.isPresent()) {
      if (messageAccept.isPresent()) {
        throw new RefusedException(
            406, "Expecting 'Message-Accept' to be not set for non-streaming responses");
      }
      return new MessageTypes(content, streamed, plain.get(), false);
    }
    if (accept.filter(a -> a.toLowerCase(Locale.ROOT).contains(RECORDIO)).isEmpty()) {
      throw new RefusedException(406, "Expecting 'Accept' to allow " + EITHER + " or " + RECORDIO);
    }
    MediaType messages =
        MediaType.negotiate(messageAccept)
            .orElseThrow(
                () -> new RefusedException(406, "Expecting 'Message-Accept' to allow " + EITHER));
    return new MessageTypes(content, streamed, messages, true);
  }

  private static MediaType content(Request request, String type, boolean streamed)
      throws RefusedException {
    Optional<String> messages = request.header("message-content-type");
    if (!streamed) {
      MediaType content =
          MediaType.ofContentType(type)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          415,
                          "Expecting 'Content-Type' of %s or %s, found '%s'"
                              .formatted(EITHER, RECORDIO, type)));
      if (messages.isPresent()) {
        throw new RefusedException(
            415, "Expecting 'Message-Content-Type' to be not set for non-streaming requests");
      }
      return content;
    }
    if (messages.isEmpty()) {
      throw new RefusedException(
          400, "Expecting 'Message-Content-Type' to be set for streaming requests");
    }
    return MediaType.ofContentType(messages.get())
        .orElseThrow(
            () -> new RefusedException(415, "Expecting 'Message-Content-Type' of " + EITHER));
  }
}
