package io.proffer.agent.kernel;

import static io.proffer.agent.kernel.KernelScenario.AGENT;
import static io.proffer.agent.kernel.KernelScenario.FRAMEWORK;
import static io.proffer.agent.kernel.KernelScenario.PING_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.state.Connection;
import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  @Test
  void anAgentWithoutIdRegistersWhenTheLinkIsUp() {
    KernelScenario agent = KernelScenario.freshAgent().linkUp();

    assertThat(agent.sent())
        .singleElement()
        .isInstanceOfSatisfying(
            FromAgent.Register.class,
            r -> {
              assertThat(r.agent().hasId()).isFalse();
              assertThat(r.address()).isEqualTo("127.0.0.1:5051");
            });
  }

  @Test
  void aRegistrationThatIsNotAnsweredIsRepeatedWithGrowingWaits() {
    KernelScenario agent = KernelScenario.freshAgent().linkUp();
    agent.effects();

    assertThat(agent.advance(Duration.ofSeconds(1)).sent()).hasSize(1);
    assertThat(agent.advance(Duration.ofSeconds(2)).sent()).hasSize(1);
    assertThat(agent.advance(Duration.ofMillis(3999)).sent()).isEmpty();
    assertThat(agent.advance(Duration.ofMillis(1)).sent()).hasSize(1);
  }

  @Test
  void onceNamedItKeepsItsIdOverARestart() {
    KernelScenario agent = KernelScenario.registeredAgent().restart().linkUp();

    assertThat(agent.sent())
        .singleElement()
        .isInstanceOfSatisfying(
            FromAgent.Reregister.class,
            r -> assertThat(AgentId.of(r.agent().getId())).isEqualTo(AGENT));
  }

  @Test
  void aReregistrationListsEveryTaskTheAgentHolds() {
    KernelScenario agent = KernelScenario.registeredAgent().running("t1").runTask("t2");
    agent.runTask("t3").started("t3").acknowledgeAll("t3").exited("t3", 3);
    agent.linkDown().effects();

    List<FromAgent> sent = agent.linkUp().sent();

    assertThat(sent)
        .singleElement()
        .isInstanceOfSatisfying(
            FromAgent.Reregister.class,
            r -> {
              assertThat(r.frameworks()).containsExactly(agent.framework());
              assertThat(r.tasks())
                  .extracting(t -> t.task().getName(), t -> t.latest().getState())
                  .containsExactly(
                      org.assertj.core.groups.Tuple.tuple("t1", TaskState.TASK_RUNNING),
                      org.assertj.core.groups.Tuple.tuple("t2", TaskState.TASK_STAGING),
                      org.assertj.core.groups.Tuple.tuple("t3", TaskState.TASK_FAILED));
              assertThat(r.tasks().get(1).forwarded()).isEmpty();
            });
  }

  @Test
  void aPingIsAnsweredAndKeepsTheLink() {
    KernelScenario agent = KernelScenario.registeredAgent().advance(Duration.ofSeconds(74));

    agent.masterSays(new ToAgent.Ping(7, true));

    assertThat(agent.sent()).containsExactly(new FromAgent.Pong(7));
    assertThat(agent.advance(Duration.ofSeconds(74)).effects()).isEmpty();
  }

  @Test
  void withoutPingsTheLinkIsGivenUp() {
    KernelScenario agent = KernelScenario.registeredAgent();

    assertThat(agent.advance(PING_TIMEOUT).effects())
        .singleElement()
        .isInstanceOf(AgentEffect.Reconnect.class);
  }

  @Test
  void aPingThatSaysDisconnectedMakesTheAgentRegisterAgain() {
    KernelScenario agent = KernelScenario.registeredAgent();

    agent.masterSays(new ToAgent.Ping(8, false));

    assertThat(agent.sent())
        .satisfiesExactly(
            pong -> assertThat(pong).isEqualTo(new FromAgent.Pong(8)),
            again -> assertThat(again).isInstanceOf(FromAgent.Reregister.class));
    assertThat(agent.state().connection()).isEqualTo(Connection.REGISTERING);
  }

  @Test
  void aMasterThatGivesTheAgentAnotherNameIsNotBelieved() {
    KernelScenario agent = KernelScenario.registeredAgent().restart().linkUp();
    agent.effects();

    agent.masterSays(new ToAgent.Registered(new AgentId("other-S1"), PING_TIMEOUT));

    assertThat(agent.effects()).singleElement().isInstanceOf(AgentEffect.Reconnect.class);
    assertThat(agent.state().id()).contains(AGENT);
  }

  @Test
  void frameworksThatEndedMeanwhileAreShutDown() {
    KernelScenario agent = KernelScenario.registeredAgent().running("t1").linkDown().linkUp();
    agent.effects();

    agent.masterSays(new ToAgent.Reregistered(AGENT, PING_TIMEOUT, List.of(FRAMEWORK)));

    assertThat(agent.effects())
        .filteredOn(AgentEffect.SignalContainer.class::isInstance)
        .hasSize(1);
    agent.exited("t1", 0);
    assertThat(agent.knows("t1")).isFalse();
    assertThat(agent.sentUpdates()).isEmpty();
    assertThat(agent.state().frameworks()).isEmpty();
  }

  @Test
  void messagesOfAConnectionThatWasGivenUpAreIgnored() {
    KernelScenario agent = KernelScenario.registeredAgent().linkDown();

    agent.runTask("t1");

    assertThat(agent.effects()).isEmpty();
    assertThat(agent.knows("t1")).isFalse();
  }
}
