package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.state.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.NetworkInfo.Protocol;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** {@code TaskInfo.health_check}: what is found is judged, and may end the task. */
class HealthCheckTest {

  private static final ProbeResult WELL = new ProbeResult.TcpTried(true);
  private static final ProbeResult ILL = new ProbeResult.TcpTried(false);

  private final KernelScenario agent = KernelScenario.registeredAgent();

  private static HealthCheck.Builder tcp() {
    return HealthCheck.newBuilder()
        .setType(HealthCheck.Type.TCP)
        .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(9090))
        .setDelaySeconds(1)
        .setIntervalSeconds(2)
        .setGracePeriodSeconds(0);
  }

  private static TaskInfo with(HealthCheck.Builder check) {
    return KernelScenario.task("t1").setHealthCheck(check).build();
  }

  private KernelScenario found(ProbeResult... results) {
    return agent.probed("t1", CheckKind.HEALTH_CHECK, results);
  }

  private List<Boolean> told() {
    List<Boolean> told = agent.sentUpdates().stream().map(TaskStatus::getHealthy).toList();
    agent.acknowledgeAll("t1").effects();
    return told;
  }

  @Test
  void itIsToldWhenTheTaskIsWellForTheFirstTimeAndNotAgain() {
    agent.running(with(tcp()));

    assertThat(found(WELL).sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(s.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
              assertThat(s.getHealthy()).isTrue();
              assertThat(s.hasCheckStatus()).isFalse();
            });
    agent.acknowledge("t1").effects();
    assertThat(found(WELL).sentUpdates()).isEmpty();
  }

  @Test
  void everyFailureIsToldAndTheFirstSuccessAfterThem() {
    agent.running(with(tcp()));
    found(WELL);
    assertThat(told()).containsExactly(true);

    found(ILL);
    assertThat(told()).containsExactly(false);
    found(ILL);
    assertThat(told()).containsExactly(false);
    found(WELL);
    assertThat(told()).containsExactly(true);
    found(WELL);
    assertThat(told()).isEmpty();
  }

  @Test
  void failuresInARowEndTheTask() {
    agent.running(with(tcp().setConsecutiveFailures(2)));
    found(ILL).acknowledge("t1");
    found(WELL).acknowledge("t1");
    found(ILL).acknowledge("t1").effects();

    found(ILL);

    assertThat(agent.effects())
        .contains(
            new AgentEffect.SignalContainer(agent.container("t1"), Signal.TERM),
            new AgentEffect.StopProbes(agent.container("t1")));
    assertThat(agent.acknowledge("t1").sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLING);
              assertThat(s.hasHealthy()).isFalse();
            });
    assertThat(agent.acknowledge("t1").exited("t1", new ContainerExit.Signaled(15)).sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(s.getHealthy()).isFalse();
              assertThat(s.hasHealthy()).isTrue();
              assertThat(s.getMessage()).isEqualTo("Command terminated with signal Terminated");
            });
  }

  @Test
  void theTaskHasItsOwnGraceToEnd() {
    TaskInfo task =
        with(tcp().setConsecutiveFailures(1)).toBuilder()
            .setKillPolicy(
                KillPolicy.newBuilder()
                    .setGracePeriod(
                        DurationInfo.newBuilder().setNanoseconds(Duration.ofSeconds(9).toNanos())))
            .build();
    agent.running(task);
    found(ILL).effects();

    assertThat(agent.advance(Duration.ofMillis(8_999)).effects())
        .doesNotContain(new AgentEffect.SignalContainer(agent.container("t1"), Signal.KILL));
    assertThat(agent.advance(Duration.ofMillis(1)).effects())
        .contains(new AgentEffect.SignalContainer(agent.container("t1"), Signal.KILL));
  }

  @Test
  void aTaskThatSomebodyKillsIsNotSaidToHaveBeenIll() {
    agent.running(with(tcp()));
    found(ILL).acknowledge("t1");

    agent.kill("t1").acknowledge("t1").effects();

    assertThat(agent.exited("t1", 0).sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(s.hasHealthy()).isFalse();
            });
  }

  @Test
  void failuresBeforeTheFirstSuccessAreForgivenWhileTheGracePeriodLasts() {
    agent.running(with(tcp().setGracePeriodSeconds(10).setConsecutiveFailures(1)));
    agent.advance(Duration.ofSeconds(10));

    assertThat(found(ILL).sentUpdates()).isEmpty();

    agent.advance(Duration.ofMillis(1));
    found(ILL);
    assertThat(agent.agentTask("t1").killing()).isPresent();
  }

  @Test
  void aTaskThatWasWellOnceHasNoGracePeriodAnyMore() {
    agent.running(with(tcp().setGracePeriodSeconds(10)));
    found(WELL).acknowledge("t1").effects();

    found(ILL);

    assertThat(told()).containsExactly(false);
  }

  @Test
  void anHttpAnswerIsWellFrom200To399() {
    agent.running(with(tcp()));

    for (int status : List.of(200, 204, 302, 399)) {
      found(new ProbeResult.HttpAnswered(status));
      assertThat(agent.agentTask("t1").findings().failures()).as("%d", status).isZero();
    }
    for (int status : List.of(199, 400, 404, 500)) {
      found(WELL);
      found(new ProbeResult.HttpAnswered(status));
      assertThat(agent.agentTask("t1").findings().failures()).as("%d", status).isEqualTo(1);
    }
  }

  @Test
  void allThatIsFilledInMustBeWell() {
    agent.running(
        with(
            tcp()
                .setHttp(
                    HealthCheck.HTTPCheckInfo.newBuilder()
                        .setScheme("https")
                        .setPort(443)
                        .setProtocol(Protocol.IPv6))));

    assertThat(agent.advance(Duration.ofSeconds(1)).probes())
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.targets())
                    .containsExactly(
                        new ProbeTarget.Http("https", 443, "", true),
                        new ProbeTarget.Tcp(9090, false)));
    found(new ProbeResult.HttpAnswered(200), ILL);
    assertThat(told()).containsExactly(false);
    found(new ProbeResult.HttpAnswered(200), new ProbeResult.Unavailable("the engine is away"));
    assertThat(told()).as("says nothing").isEmpty();
    found(new ProbeResult.HttpAnswered(200), WELL);
    assertThat(told()).containsExactly(true);
  }

  @Test
  void portsOfTheMachineThatLeadToTheTaskAreKnownToWhoLooks() {
    TaskInfo.Builder task = with(tcp()).toBuilder();
    task.getContainerBuilder()
        .setType(ContainerInfo.Type.DOCKER)
        .getDockerBuilder()
        .setImage("i")
        .addPortMappings(
            ContainerInfo.DockerInfo.PortMapping.newBuilder()
                .setHostPort(31_000)
                .setContainerPort(9090));
    agent.running(task.build());

    assertThat(agent.advance(Duration.ofSeconds(1)).probes())
        .singleElement()
        .satisfies(p -> assertThat(p.mappedPorts()).containsEntry(9090, 31_000));
  }

  @Test
  void aCheckAndAHealthCheckTellBothInOneStatus() {
    TaskInfo task =
        with(tcp()).toBuilder()
            .setCheck(
                org.apache.mesos.v1.Protos.CheckInfo.newBuilder()
                    .setType(org.apache.mesos.v1.Protos.CheckInfo.Type.TCP)
                    .setTcp(org.apache.mesos.v1.Protos.CheckInfo.Tcp.newBuilder().setPort(1)))
            .build();
    agent.running(task);
    found(WELL).acknowledge("t1").effects();

    agent.probed("t1", CheckKind.CHECK, new ProbeResult.TcpTried(false));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getHealthy()).isTrue();
              assertThat(s.getCheckStatus().getTcp().getSucceeded()).isFalse();
              assertThat(s.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
            });
  }

  @Test
  void anotherAgentCountsOn() {
    agent.running(with(tcp().setGracePeriodSeconds(60).setConsecutiveFailures(3)));
    RunningContainer container = agent.runningContainer("t1");
    found(WELL).acknowledge("t1");
    found(ILL).acknowledge("t1");
    found(ILL).acknowledge("t1");

    agent.restart(new RecoveredContainer.Alive(container));

    assertThat(agent.agentTask("t1").findings()).isEqualTo(new Findings(true, 2, Optional.empty()));
    assertThat(agent.advance(Duration.ofSeconds(1)).probes()).hasSize(1);
    found(ILL);
    assertThat(agent.agentTask("t1").killing()).isPresent();
  }

  @Test
  void anIllTaskOfAGroupEndsTheGroup() {
    agent.masterSays(
        new io.proffer.core.protocol.link.ToAgent.RunTaskGroup(
            agent.framework(),
            org.apache.mesos.v1.Protos.ExecutorInfo.newBuilder()
                .setType(org.apache.mesos.v1.Protos.ExecutorInfo.Type.DEFAULT)
                .setExecutorId(new io.proffer.core.model.ExecutorId("e").toProto())
                .build(),
            List.of(with(tcp().setConsecutiveFailures(1)), KernelScenario.task("t2").build()),
            "*"));
    agent.started("t1").started("t2").acknowledgeAll("t1").acknowledgeAll("t2");

    found(ILL);
    agent.exited("t1", new ContainerExit.Signaled(15));

    assertThat(agent.effects())
        .contains(new AgentEffect.SignalContainer(agent.container("t2"), Signal.TERM));
    agent.acknowledgeAll("t2").exited("t2", 0);
    assertThat(agent.agentTask("t2").latest().orElseThrow().hasHealthy())
        .as("only the ill one was ill")
        .isFalse();
  }
}
