package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentLink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.junit.jupiter.api.Test;

class LinkUsesTest {

  private static final long MB = 1 << 20;

  private final Map<Long, AgentConnection> connected = new HashMap<>();
  private final LinkUses uses = new LinkUses(connected);
  private final AgentConnection connection = connect(1);

  private AgentConnection connect(long id) {
    AgentConnection opened =
        new AgentConnection(id, new Outbox<>(10_000, m -> 1, loss -> {}), Optional.empty());
    connected.put(id, opened);
    return opened;
  }

  private static void register(AgentConnection connection, int channel) {
    connection
        .say(channel, new ToAgent.Registered(new AgentId("S" + channel), Duration.ofSeconds(75)))
        .run();
  }

  private static Agent at(AgentConnection connection, int channel) {
    return new Agent(
        new AgentId("S" + channel),
        AgentInfo.newBuilder().setHostname("host").build(),
        "10.0.0.1:5051",
        "0.1.0",
        List.of(),
        Resources.parse("cpus:8"),
        List.of(),
        Optional.of(new AgentLink(connection.id(), channel)),
        Instant.EPOCH,
        Optional.empty());
  }

  private static MeasuredUse use(long cpusMillis, long memMb) {
    return new MeasuredUse(
        OptionalLong.of(cpusMillis), OptionalLong.of(memMb * MB), OptionalLong.empty());
  }

  private void says(AgentConnection connection, int channel, MeasuredUse use) {
    uses.heard(connection, List.of(new Framed<>(channel, new FromAgent.Pong(1, Optional.of(use)))));
  }

  @Test
  void whatAnAgentSaidLastIsKnownAsLongAsItIsConnected() {
    register(connection, 0);
    assertThat(uses.of(at(connection, 0))).isEmpty();

    says(connection, 0, use(1500, 64));
    says(connection, 0, use(1501, 64));
    assertThat(uses.of(at(connection, 0))).contains(use(1501, 64));

    connected.remove(connection.id());
    assertThat(uses.of(at(connection, 0))).isEmpty();
  }

  @Test
  void agentsThatShareAConnectionAreToldApart() {
    register(connection, 1);
    register(connection, 2);
    says(connection, 1, use(100, 1));
    says(connection, 2, use(200, 2));

    connection.closeChannel(1);

    assertThat(uses.of(at(connection, 1))).isEmpty();
    assertThat(uses.of(at(connection, 2))).contains(use(200, 2));
  }

  /** However much somebody says, there is no more of it than there are agents. */
  @Test
  void whoIsNotRegisteredIsNotListenedTo() {
    for (int channel = 0; channel < 100; channel++) {
      says(connection, channel, use(channel, 1));
    }

    for (int channel = 0; channel < 100; channel++) {
      assertThat(uses.of(at(connection, channel))).isEmpty();
    }
    assertThat(uses.changes()).isZero();
  }

  @Test
  void anAgentThatDoesNotSayItAnyMoreUsesNobodyKnowsWhat() {
    register(connection, 0);
    says(connection, 0, use(1500, 64));

    uses.heard(connection, List.of(new Framed<>(0, new FromAgent.Pong(2))));

    assertThat(uses.of(at(connection, 0))).isEmpty();
    assertThat(uses.changes()).isEqualTo(2);
  }

  @Test
  void onlyWhatIsNoticeablyDifferentIsAChange() {
    register(connection, 0);
    says(connection, 0, use(1000, 1000));
    assertThat(uses.changes()).isEqualTo(1);

    says(connection, 0, use(1050, 960));
    says(connection, 0, use(960, 1050));
    assertThat(uses.changes()).as("within a twentieth").isEqualTo(1);

    assertThat(uses.changedAt(at(connection, 0))).isEqualTo(1);

    says(connection, 0, use(1051, 1000));
    assertThat(uses.changes()).isEqualTo(2);
    assertThat(uses.changedAt(at(connection, 0))).isEqualTo(2);
  }

  @Test
  void whatCreepsIsNoticedInTheEnd() {
    register(connection, 0);
    for (int cpus = 0; cpus <= 100; cpus++) {
      says(connection, 0, use(cpus, 0));
    }

    assertThat(uses.changes()).isBetween(9L, 11L);
  }
}
