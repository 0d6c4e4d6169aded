package io.proffer.core.protocol.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.proffer.core.protocol.MalformedMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * Reads the fields of one link message that are more than a number or a string, and says which one
 * is malformed.
 *
 * @param place where the message is, such as {@code messages[3]}
 */
record WireFields(String place) {

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  /** The {@code mesos.v1} message that {@code bytes} hold. */
  <M extends Message> M message(String field, ByteString bytes, Parser<M> parser)
      throws MalformedMessageException {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(place + "." + field + ": " + e.getMessage(), e);
    }
  }

  <M extends Message> List<M> messages(String field, List<ByteString> bytes, Parser<M> parser)
      throws MalformedMessageException {
    List<M> messages = new ArrayList<>(bytes.size());
    for (ByteString one : bytes) {
      messages.add(message(field + "[" + messages.size() + "]", one, parser));
    }
    return messages;
  }

  TaskState state(String field, int number) throws MalformedMessageException {
    TaskState state = TaskState.forNumber(number);
    if (state == null) {
      throw new MalformedMessageException(
          place + "." + field + ": " + number + " is no task state that this version knows");
    }
    return state;
  }

  @SuppressWarnings("ProtoDurationGetSecondsGetNano") // the nanos alone are what is checked
  Duration duration(String field, com.google.protobuf.Duration duration)
      throws MalformedMessageException {
    if (duration.getNanos() < 0 || duration.getNanos() >= NANOS_PER_SECOND) {
      throw new MalformedMessageException(
          place + "." + field + ": nanos must be from 0 to 999999999, not " + duration.getNanos());
    }
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  /** For a message whose body is of a kind that this version does not know, or is missing. */
  MalformedMessageException unknown() {
    return new MalformedMessageException(
        place + ": has no body that this version knows; is the other end newer?");
  }

  static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
