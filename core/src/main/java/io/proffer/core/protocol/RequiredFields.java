package io.proffer.core.protocol;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;

/** Parses wire bytes and says by path which required fields they lack. */
final class RequiredFields {

  /** A message of ten thousand tasks without a name is told about the first few. */
  private static final int MAX_NAMED = 10;

  private RequiredFields() {}

  static <M extends Message> M parse(byte[] bytes, int offset, int length, M prototype)
      throws InvalidProtocolBufferException, MalformedMessageException {
    M message = parsePartial(bytes, offset, length, prototype);
    if (!message.isInitialized()) {
      throw new MalformedMessageException(missing(message));
    }
    return message;
  }

  /**
   * A message's own parser gives messages of its own type, which protobuf's signature leaves out.
   */
  @SuppressWarnings("unchecked")
  static <M extends Message> M parsePartial(byte[] bytes, int offset, int length, M prototype)
      throws InvalidProtocolBufferException {
    return (M)
        prototype
            .getParserForType()
            .parsePartialFrom(bytes, offset, length, ExtensionRegistryLite.getEmptyRegistry());
  }

  static String missing(Message message) {
    List<String> paths = message.findInitializationErrors();
    String named = String.join(", ", paths.subList(0, Math.min(MAX_NAMED, paths.size())));
    String more =
        paths.size() > MAX_NAMED ? " and %d more".formatted(paths.size() - MAX_NAMED) : "";
    return (paths.size() == 1 ? "Missing required field: " : "Missing required fields: ")
        + named
        + more;
  }
}
