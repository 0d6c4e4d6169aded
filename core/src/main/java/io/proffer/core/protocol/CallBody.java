package io.proffer.core.protocol;

import com.google.protobuf.Message;
import java.util.Optional;

/**
 * The body of a v1 call, from the header that says what it is to a well-formed message, with the
 * checks in the order in which Mesos makes them.
 */
public final class CallBody {

  private CallBody() {}

  /**
   * Reads a message.
   *
   * @param contentType the {@code Content-Type} that the client sent
   * @param prototype of the message the body is to be
   * @throws RefusedCallException with 400 or 415
   */
  public static <M extends Message> M read(Optional<String> contentType, byte[] body, M prototype)
      throws RefusedCallException {
    if (contentType.isEmpty()) {
      throw new RefusedCallException(400, "Expecting 'Content-Type' to be present");
    }
    MediaType type =
        MediaType.ofContentType(contentType.get())
            .orElseThrow(
                () ->
                    new RefusedCallException(
                        415,
                        "Expecting 'Content-Type' of application/json or application/x-protobuf,"
                            + " found '%s'".formatted(contentType.get())));
    try {
      return type.read(body, prototype);
    } catch (MalformedMessageException e) {
      String what = type == MediaType.JSON ? "JSON" : "Call protobuf";
      throw new RefusedCallException(
          400, "Failed to parse body into %s: %s".formatted(what, e.getMessage()));
    }
  }

  /**
   * The media type to answer in.
   *
   * @param accept the {@code Accept} that the client sent
   * @throws RefusedCallException with 406
   */
  public static MediaType negotiate(Optional<String> accept) throws RefusedCallException {
    return MediaType.negotiate(accept)
        .orElseThrow(
            () ->
                new RefusedCallException(
                    406,
                    "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'"));
  }
}
