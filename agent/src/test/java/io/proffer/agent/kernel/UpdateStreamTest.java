package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class UpdateStreamTest {

  private final KernelScenario agent = KernelScenario.registeredAgent();

  @Test
  void theNextUpdateWaitsForTheAcknowledgement() {
    agent.runTask("t1").started("t1").exited("t1", 0);

    List<FromAgent> sent = agent.sent();

    assertThat(sent)
        .singleElement()
        .isInstanceOfSatisfying(
            FromAgent.StatusUpdate.class,
            u -> assertThat(u.status().getState()).isEqualTo(TaskState.TASK_STARTING));
    assertThat(agent.agentTask("t1").updates()).hasSize(3);
  }

  @Test
  void anUpdateTellsTheNewestStateBesidesItsOwn() {
    agent.runTask("t1").started("t1").exited("t1", 0).effects();

    agent.acknowledge("t1");

    assertThat(agent.sent())
        .singleElement()
        .isInstanceOfSatisfying(
            FromAgent.StatusUpdate.class,
            u -> {
              assertThat(u.status().getState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(u.latestState()).isEqualTo(TaskState.TASK_FINISHED);
            });
  }

  @Test
  void anUnacknowledgedUpdateComesAgainWithTheSameUuidAfterGrowingWaits() {
    agent.runTask("t1").started("t1");
    ByteString uuid = agent.sentUpdates().getFirst().getUuid();

    assertThat(agent.advance(Duration.ofMillis(9_999)).sentUpdates()).isEmpty();
    assertThat(agent.advance(Duration.ofMillis(1)).sentUpdates())
        .extracting(TaskStatus::getUuid)
        .containsExactly(uuid);
    assertThat(agent.advance(Duration.ofSeconds(20)).sentUpdates())
        .extracting(TaskStatus::getUuid)
        .containsExactly(uuid);
    // 40, 80, 160, 320, and from then on every 600 s
    agent.advance(Duration.ofMinutes(10)).effects();
    assertThat(agent.advance(Duration.ofMinutes(10)).sentUpdates()).hasSize(1);
    assertThat(agent.advance(Duration.ofMinutes(10)).sentUpdates()).hasSize(1);
  }

  @Test
  void anAcknowledgementOfAnotherUpdateIsIgnored() {
    agent.runTask("t1").started("t1").effects();

    agent.acknowledge("t1", ByteString.copyFrom(new byte[16]));

    assertThat(agent.effects()).isEmpty();
    assertThat(agent.agentTask("t1").updates()).hasSize(2);
  }

  @Test
  void aRepeatedAcknowledgementIsIgnored() {
    agent.runTask("t1").started("t1");
    ByteString uuid = agent.sentUpdates().getFirst().getUuid();
    agent.acknowledge("t1", uuid).effects();

    agent.acknowledge("t1", uuid);

    assertThat(agent.effects()).isEmpty();
    assertThat(agent.agentTask("t1").state()).isEqualTo(TaskState.TASK_RUNNING);
  }

  @Test
  void everyUpdateHasItsOwnUuid() {
    agent.runTask("t1").runTask("t2").started("t1").started("t2").exited("t1", 0).exited("t2", 0);

    assertThat(agent.state().tasks().stream().flatMap(t -> t.updates().stream()))
        .hasSize(6)
        .extracting(TaskStatus::getUuid)
        .doesNotHaveDuplicates();
  }

  @Test
  void nothingIsSentWhileDisconnectedAndEverythingInFlightAfterRegistration() {
    agent.runTask("t1").linkDown().started("t1").advance(Duration.ofMinutes(5));
    assertThat(agent.sentUpdates()).isEmpty();
    agent.linkUp().effects();

    agent.masterSays(
        new ToAgent.Reregistered(KernelScenario.AGENT, KernelScenario.PING_TIMEOUT, List.of()));

    assertThat(agent.sentStates()).containsExactly(TaskState.TASK_STARTING);
    assertThat(agent.timer(new AgentTimer.UpdateRetry(KernelScenario.key("t1"))))
        .contains(Duration.ofSeconds(10));
  }
}
