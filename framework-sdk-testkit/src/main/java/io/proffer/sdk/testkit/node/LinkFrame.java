package io.proffer.sdk.testkit.node;

import com.google.protobuf.ByteString;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.sdk.testkit.engine.Payload;
import java.util.List;

/** A frame of the agent link, as its real bytes: the codec is part of what is tested. */
sealed interface LinkFrame extends Payload {

  /** What an agent says. */
  record Up(ByteString bytes) implements LinkFrame {
    static Up of(FromAgent message) {
      List<Framed<FromAgent>> frame = List.of(new Framed<>(0, message));
      return new Up(ByteString.copyFrom(AgentLinkCodec.encodeFromAgent(frame)));
    }

    List<Framed<FromAgent>> messages() {
      try {
        return AgentLinkCodec.decodeFromAgent(bytes.toByteArray());
      } catch (MalformedMessageException e) {
        throw new IllegalStateException("the codec does not read what it wrote", e);
      }
    }

    @Override
    public String toString() {
      return Texts.of(messages());
    }
  }

  /** What a master says. */
  record Down(ByteString bytes) implements LinkFrame {
    static Down of(int channel, ToAgent message) {
      List<Framed<ToAgent>> frame = List.of(new Framed<>(channel, message));
      return new Down(ByteString.copyFrom(AgentLinkCodec.encodeToAgent(frame)));
    }

    List<Framed<ToAgent>> messages() {
      try {
        return AgentLinkCodec.decodeToAgent(bytes.toByteArray());
      } catch (MalformedMessageException e) {
        throw new IllegalStateException("the codec does not read what it wrote", e);
      }
    }

    @Override
    public String toString() {
      return Texts.of(messages());
    }
  }
}
