package io.proffer.core.protocol.link;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.wire.FromAgentFrame;
import io.proffer.core.protocol.link.wire.FromAgentMessage;
import io.proffer.core.protocol.link.wire.ToAgentFrame;
import io.proffer.core.protocol.link.wire.ToAgentMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Link messages as bytes and back. One frame, which is one binary WebSocket message, carries any
 * number of messages in order. What is encoded decodes to an equal list. Stateless: safe for use by
 * many threads.
 */
public final class AgentLinkCodec {

  /** The WebSocket subprotocol both ends name. */
  public static final String SUBPROTOCOL = "proffer.agent.v1";

  /** Where the leading master accepts links. */
  public static final String PATH = "/agent/link";

  /**
   * The longest frame either end takes: room for the largest single message, which is the
   * re-registration of an agent with tens of thousands of tasks.
   */
  public static final int MAX_FRAME_BYTES = 64 * 1024 * 1024;

  private AgentLinkCodec() {}

  /**
   * One frame with these messages.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MAX_FRAME_BYTES}
   */
  public static byte[] encodeFromAgent(List<Framed<FromAgent>> messages) {
    FromAgentFrame.Builder frame = FromAgentFrame.newBuilder();
    for (Framed<FromAgent> framed : messages) {
      FromAgentMessage.Builder message = FromAgentCodec.encode(framed.message());
      frame.addMessages(message.setChannel(framed.channel()));
    }
    return bytes(frame.build());
  }

  /**
   * The messages of one frame.
   *
   * @throws MalformedMessageException if it is too long, not such a frame, or has a message that
   *     this version does not know
   */
  public static List<Framed<FromAgent>> decodeFromAgent(byte[] bytes)
      throws MalformedMessageException {
    requireLength(bytes);
    FromAgentFrame frame;
    try {
      frame = FromAgentFrame.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw notAFrame(e);
    }
    List<Framed<FromAgent>> messages = new ArrayList<>(frame.getMessagesCount());
    for (FromAgentMessage message : frame.getMessagesList()) {
      WireFields at = new WireFields("messages[" + messages.size() + "]");
      messages.add(new Framed<>(message.getChannel(), FromAgentCodec.decode(message, at)));
    }
    return List.copyOf(messages);
  }

  /**
   * One frame with these messages.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MAX_FRAME_BYTES}
   */
  public static byte[] encodeToAgent(List<Framed<ToAgent>> messages) {
    ToAgentFrame.Builder frame = ToAgentFrame.newBuilder();
    for (Framed<ToAgent> framed : messages) {
      ToAgentMessage.Builder message = ToAgentCodec.encode(framed.message());
      frame.addMessages(message.setChannel(framed.channel()));
    }
    return bytes(frame.build());
  }

  /**
   * The messages of one frame.
   *
   * @throws MalformedMessageException if it is too long, not such a frame, or has a message that
   *     this version does not know
   */
  public static List<Framed<ToAgent>> decodeToAgent(byte[] bytes) throws MalformedMessageException {
    requireLength(bytes);
    ToAgentFrame frame;
    try {
      frame = ToAgentFrame.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw notAFrame(e);
    }
    List<Framed<ToAgent>> messages = new ArrayList<>(frame.getMessagesCount());
    for (ToAgentMessage message : frame.getMessagesList()) {
      WireFields at = new WireFields("messages[" + messages.size() + "]");
      messages.add(new Framed<>(message.getChannel(), ToAgentCodec.decode(message, at)));
    }
    return List.copyOf(messages);
  }

  private static byte[] bytes(MessageLite frame) {
    int length = frame.getSerializedSize();
    if (length > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException(
          "A link frame of " + length + " bytes is over the limit of " + MAX_FRAME_BYTES);
    }
    return frame.toByteArray();
  }

  private static void requireLength(byte[] bytes) throws MalformedMessageException {
    if (bytes.length > MAX_FRAME_BYTES) {
      throw new MalformedMessageException(
          "A link frame of " + bytes.length + " bytes is over the limit of " + MAX_FRAME_BYTES);
    }
  }

  private static MalformedMessageException notAFrame(InvalidProtocolBufferException e) {
    return new MalformedMessageException(
        "Not a frame of " + SUBPROTOCOL + ": " + e.getMessage(), e);
  }
}
