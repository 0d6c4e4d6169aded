package io.proffer.core.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.wire.FromAgentFrame;
import io.proffer.core.protocol.link.wire.FromAgentMessage;
import io.proffer.core.protocol.link.wire.Register;
import io.proffer.core.protocol.link.wire.StatusUpdate;
import io.proffer.core.protocol.link.wire.ToAgentFrame;
import io.proffer.core.protocol.link.wire.ToAgentMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class AgentLinkCodecTest {

  @Provide
  Arbitrary<List<Framed<FromAgent>>> fromAgent() {
    return LinkMessages.fromAgent().list().ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<Framed<ToAgent>>> toAgent() {
    return LinkMessages.toAgent().list().ofMaxSize(3);
  }

  @Property(tries = 150)
  void whatAnAgentSaysArrivesUnchanged(@ForAll("fromAgent") List<Framed<FromAgent>> messages)
      throws MalformedMessageException {
    byte[] frame = AgentLinkCodec.encodeFromAgent(messages);
    assertThat(AgentLinkCodec.decodeFromAgent(frame)).isEqualTo(messages);
  }

  @Property(tries = 150)
  void whatAMasterSaysArrivesUnchanged(@ForAll("toAgent") List<Framed<ToAgent>> messages)
      throws MalformedMessageException {
    byte[] frame = AgentLinkCodec.encodeToAgent(messages);
    assertThat(AgentLinkCodec.decodeToAgent(frame)).isEqualTo(messages);
  }

  @Property(tries = 5)
  void everyTypeAnAgentSendsArrivesUnchanged() throws MalformedMessageException {
    for (Arbitrary<? extends FromAgent> type : LinkMessages.FROM_AGENT.values()) {
      List<Framed<FromAgent>> messages = List.of(new Framed<>(7, type.sample()));
      byte[] frame = AgentLinkCodec.encodeFromAgent(messages);
      assertThat(AgentLinkCodec.decodeFromAgent(frame)).isEqualTo(messages);
    }
  }

  @Property(tries = 5)
  void everyTypeAMasterSendsArrivesUnchanged() throws MalformedMessageException {
    for (Arbitrary<? extends ToAgent> type : LinkMessages.TO_AGENT.values()) {
      List<Framed<ToAgent>> messages = List.of(new Framed<>(-1, type.sample()));
      byte[] frame = AgentLinkCodec.encodeToAgent(messages);
      assertThat(AgentLinkCodec.decodeToAgent(frame)).isEqualTo(messages);
    }
  }

  @Test
  void noTypeOfMessageIsLeftUntested() {
    assertThat(LinkMessages.FROM_AGENT.keySet())
        .isEqualTo(Set.of(FromAgent.class.getPermittedSubclasses()));
    assertThat(LinkMessages.TO_AGENT.keySet())
        .isEqualTo(Set.of(ToAgent.class.getPermittedSubclasses()));
  }

  /** A cut frame gives an error, or, cut between two messages, the messages before the cut. */
  @Property(tries = 40)
  void aTruncatedFrameNeverInventsAMessage(@ForAll("fromAgent") List<Framed<FromAgent>> messages) {
    byte[] frame = AgentLinkCodec.encodeFromAgent(messages);
    for (int length = 0; length < frame.length; length += 1 + frame.length / 100) {
      byte[] cut = Arrays.copyOf(frame, length);
      try {
        List<Framed<FromAgent>> decoded = AgentLinkCodec.decodeFromAgent(cut);
        assertThat(decoded).isEqualTo(messages.subList(0, decoded.size()));
        assertThat(AgentLinkCodec.encodeFromAgent(decoded)).hasSize(length);
      } catch (MalformedMessageException e) {
        assertThat(e).hasMessageStartingWith("Not a frame of proffer.agent.v1: ");
      }
    }
  }

  @Property(tries = 300)
  void noBytesDoMoreHarmThanAnError(@ForAll byte[] bytes) {
    try {
      AgentLinkCodec.decodeFromAgent(bytes);
      AgentLinkCodec.decodeToAgent(bytes);
    } catch (MalformedMessageException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void anEmptyKillPolicyIsNotTheAbsenceOfOne() throws MalformedMessageException {
    ToAgent with = kill(Optional.of(KillPolicy.getDefaultInstance()));
    ToAgent without = kill(Optional.empty());
    List<Framed<ToAgent>> both = List.of(new Framed<>(0, with), new Framed<>(0, without));

    assertThat(AgentLinkCodec.decodeToAgent(AgentLinkCodec.encodeToAgent(both))).isEqualTo(both);
  }

  /** As agents of before that say it do. */
  @Test
  void aPongNeedNotSayWhatIsUsed() throws MalformedMessageException {
    byte[] frame =
        FromAgentFrame.newBuilder()
            .addMessages(FromAgentMessage.newBuilder().setPong(pong()))
            .build()
            .toByteArray();

    assertThat(AgentLinkCodec.decodeFromAgent(frame))
        .containsExactly(new Framed<>(0, new FromAgent.Pong(1, Optional.empty())));
  }

  @Test
  void anAmountThatNoNumberHereCanTellIsTakenForNotKnown() throws MalformedMessageException {
    var use =
        io.proffer.core.protocol.link.wire.MeasuredUse.newBuilder()
            .setCpusMillis(-1)
            .setMemBytes(7);
    byte[] frame =
        FromAgentFrame.newBuilder()
            .addMessages(FromAgentMessage.newBuilder().setPong(pong().toBuilder().setUse(use)))
            .build()
            .toByteArray();

    assertThat(AgentLinkCodec.decodeFromAgent(frame))
        .containsExactly(
            new Framed<>(
                0,
                new FromAgent.Pong(
                    1,
                    Optional.of(
                        new MeasuredUse(
                            OptionalLong.empty(), OptionalLong.of(7), OptionalLong.empty())))));
  }

  private static ToAgent kill(Optional<KillPolicy> policy) {
    return new ToAgent.KillTask(new FrameworkId("f"), new TaskId("t"), policy);
  }

  @Test
  void namesTheMessageThatItDoesNotKnow() {
    byte[] frame =
        FromAgentFrame.newBuilder()
            .addMessages(FromAgentMessage.newBuilder().setPong(pong()))
            .addMessages(FromAgentMessage.newBuilder().setChannel(3))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> AgentLinkCodec.decodeFromAgent(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageStartingWith("messages[1]: has no body that this version knows");
  }

  @Test
  void namesTheFieldThatLacksWhatIsRequired() {
    byte[] frame =
        FromAgentFrame.newBuilder()
            .addMessages(
                FromAgentMessage.newBuilder()
                    .setRegister(Register.newBuilder().setAddress("127.0.0.1:5051")))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> AgentLinkCodec.decodeFromAgent(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("messages[0].agent_info_v1: ")
        .hasMessageContaining("hostname");
  }

  @Test
  void refusesATaskStateItDoesNotKnow() {
    ByteString status =
        TaskStatus.newBuilder()
            .setTaskId(new TaskId("t").toProto())
            .setState(TaskState.TASK_RUNNING)
            .build()
            .toByteString();
    byte[] frame =
        FromAgentFrame.newBuilder()
            .addMessages(
                FromAgentMessage.newBuilder()
                    .setStatusUpdate(
                        StatusUpdate.newBuilder().setStatusV1(status).setLatestState(4711)))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> AgentLinkCodec.decodeFromAgent(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("messages[0].latest_state: 4711 is no task state that this version knows");
  }

  @Test
  void refusesATimeoutThatIsNoDuration() {
    var timeout = com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(-1);
    byte[] frame =
        ToAgentFrame.newBuilder()
            .addMessages(
                ToAgentMessage.newBuilder()
                    .setRegistered(
                        io.proffer.core.protocol.link.wire.Registered.newBuilder()
                            .setPingTimeout(timeout)))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> AgentLinkCodec.decodeToAgent(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageStartingWith("messages[0].ping_timeout: nanos must be");
  }

  @Test
  void refusesFramesOverTheLimitAtBothEnds() {
    byte[] tooLong = new byte[AgentLinkCodec.MAX_FRAME_BYTES + 1];
    assertThatThrownBy(() -> AgentLinkCodec.decodeToAgent(tooLong))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("over the limit of " + AgentLinkCodec.MAX_FRAME_BYTES);

    FromAgent huge = new FromAgent.Unregister("x".repeat(AgentLinkCodec.MAX_FRAME_BYTES));
    assertThatThrownBy(() -> AgentLinkCodec.encodeFromAgent(List.of(new Framed<>(0, huge))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("over the limit of " + AgentLinkCodec.MAX_FRAME_BYTES);
  }

  private static io.proffer.core.protocol.link.wire.Pong pong() {
    return io.proffer.core.protocol.link.wire.Pong.newBuilder().setSequence(1).build();
  }
}
