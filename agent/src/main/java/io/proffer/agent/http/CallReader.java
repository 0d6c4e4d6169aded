package io.proffer.agent.http;

import com.google.protobuf.Message;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MediaType;
import java.util.Optional;

/** Reads the body of a v1 call: the checks from the method to a well-formed message, in order. */
final class CallReader {

  private CallReader() {}

  /**
   * @param prototype of the message the body is to be
   * @throws RefusedException with 400 or 415
   */
  static <M extends Message> M read(Request request, M prototype) throws RefusedException {
    Optional<String> contentType = ContentTypeHeader.of(request.http());
    if (contentType.isEmpty()) {
      throw new RefusedException(400, "Expecting 'Content-Type' to be present");
    }
    MediaType type =
        MediaType.ofContentType(contentType.get())
            .orElseThrow(
                () ->
                    new RefusedException(
                        415,
                        "Expecting 'Content-Type' of application/json or application/x-protobuf,"
                            + " found '%s'".formatted(contentType.get())));
    try {
      return type.read(request.body().toArrayUnsafe(), prototype);
    } catch (MalformedMessageException e) {
      String what = type == MediaType.JSON ? "JSON" : "Call protobuf";
      throw new RefusedException(
          400, "Failed to parse body into %s: %s".formatted(what, e.getMessage()));
    }
  }

  /**
   * The media type to answer in.
   *
   * @throws RefusedException with 406
   */
  static MediaType negotiate(Request request) throws RefusedException {
    return MediaType.negotiate(request.header("accept"))
        .orElseThrow(
            () ->
                new RefusedException(
                    406,
                    "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'"));
  }
}
