package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.container.RecoveredContainer;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** {@code TaskInfo.check}: what is found is told as it is. */
class CheckTest {

  private static final ProbeResult OK = new ProbeResult.HttpAnswered(200);

  private final KernelScenario agent = KernelScenario.registeredAgent();

  private static CheckInfo.Builder http() {
    return CheckInfo.newBuilder()
        .setType(CheckInfo.Type.HTTP)
        .setHttp(CheckInfo.Http.newBuilder().setPort(8080).setPath("/ready"))
        .setDelaySeconds(5)
        .setIntervalSeconds(2)
        .setTimeoutSeconds(1);
  }

  private static TaskInfo with(CheckInfo.Builder check) {
    return KernelScenario.task("t1").setCheck(check).build();
  }

  private static CheckStatusInfo httpStatus(int... code) {
    CheckStatusInfo.Builder status =
        CheckStatusInfo.newBuilder()
            .setType(CheckInfo.Type.HTTP)
            .setHttp(CheckStatusInfo.Http.getDefaultInstance());
    for (int c : code) {
      status.getHttpBuilder().setStatusCode(c);
    }
    return status.build();
  }

  private KernelScenario found(ProbeResult... results) {
    return agent.probed("t1", CheckKind.CHECK, results);
  }

  @Test
  void aTaskThatWasNotLookedAtYetSaysSoInItsUpdates() {
    agent.runTask(with(http())).started("t1");

    assertThat(agent.sentUpdates())
        .extracting(TaskStatus::getCheckStatus)
        .containsExactly(httpStatus());
    assertThat(agent.acknowledge("t1").sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(s.getCheckStatus()).isEqualTo(httpStatus());
              assertThat(s.hasHealthy()).isFalse();
            });
  }

  @Test
  void aTaskWithoutACheckHasNoCheckStatus() {
    agent.runTask("t1").started("t1");

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(s -> assertThat(s.hasCheckStatus()).isFalse());
    assertThat(agent.advance(Duration.ofHours(1)).probes()).isEmpty();
  }

  @Test
  void itIsLookedAtAfterItsDelayAndThenAnIntervalAfterEachResult() {
    agent.running(with(http()));

    assertThat(agent.advance(Duration.ofMillis(4_999)).probes()).isEmpty();
    assertThat(agent.advance(Duration.ofMillis(1)).probes())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.kind()).isEqualTo(CheckKind.CHECK);
              assertThat(p.timeout()).isEqualTo(Duration.ofSeconds(1));
              assertThat(p.targets())
                  .containsExactly(new ProbeTarget.Http("http", 8080, "/ready", false));
            });
    assertThat(agent.advance(Duration.ofMinutes(1)).probes()).isEmpty();
    assertThat(found(OK).advance(Duration.ofMillis(1_999)).probes()).isEmpty();
    assertThat(agent.advance(Duration.ofMillis(1)).probes()).hasSize(1);
  }

  @Test
  void aResultIsToldWhenItDiffersFromTheLastAndOnlyThen() {
    agent.running(with(http())).advance(Duration.ofSeconds(5)).effects();

    assertThat(found(OK).sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(s.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
              assertThat(s.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
              assertThat(s.getCheckStatus()).isEqualTo(httpStatus(200));
              assertThat(s.hasHealthy()).isFalse();
              assertThat(s.getContainerStatus().getNetworkInfosCount()).isEqualTo(1);
            });
    agent.acknowledge("t1").effects();
    assertThat(found(OK).sentUpdates()).isEmpty();
    assertThat(found(new ProbeResult.HttpAnswered(503)).sentUpdates())
        .extracting(TaskStatus::getCheckStatus)
        .containsExactly(httpStatus(503));
  }

  @Test
  void noResultIsToldAsAnEmptyOne() {
    agent.running(with(http()));
    assertThat(found(new ProbeResult.Failed("no answer")).sentUpdates())
        .as("it was empty before")
        .isEmpty();
    found(OK).acknowledge("t1").effects();

    assertThat(found(new ProbeResult.Failed("no answer")).sentUpdates())
        .extracting(TaskStatus::getCheckStatus)
        .containsExactly(httpStatus());
  }

  @Test
  void whatIsNotTheTasksFaultIsNotTold() {
    agent.running(with(http()));
    found(OK).acknowledge("t1").effects();

    found(new ProbeResult.Unavailable("the engine is away"));

    assertThat(agent.sentUpdates()).isEmpty();
    assertThat(agent.advance(Duration.ofSeconds(2)).probes()).hasSize(1);
  }

  @Test
  void everythingThatIsFilledInIsLookedAtAndToldTogether() {
    agent.running(
        with(
            http()
                .setTcp(CheckInfo.Tcp.newBuilder().setPort(9090))
                .setCommand(CheckInfo.Command.newBuilder().setCommand(command("test -e ready")))));

    assertThat(agent.advance(Duration.ofSeconds(5)).probes())
        .singleElement()
        .extracting(Probe::targets)
        .isEqualTo(
            List.of(
                new ProbeTarget.Command(command("test -e ready")),
                new ProbeTarget.Http("http", 8080, "/ready", false),
                new ProbeTarget.Tcp(9090, false)));
    found(
        new ProbeResult.CommandExited(7),
        new ProbeResult.Failed("no answer"),
        new ProbeResult.TcpTried(false));
    assertThat(agent.sentUpdates())
        .extracting(TaskStatus::getCheckStatus)
        .containsExactly(
            httpStatus().toBuilder()
                .setCommand(CheckStatusInfo.Command.newBuilder().setExitCode(7))
                .setTcp(CheckStatusInfo.Tcp.newBuilder().setSucceeded(false))
                .build());
  }

  private static org.apache.mesos.v1.Protos.CommandInfo command(String value) {
    return org.apache.mesos.v1.Protos.CommandInfo.newBuilder().setValue(value).build();
  }

  @Test
  void aTaskThatIsBeingKilledIsNotLookedAtAnyMore() {
    agent.running(with(http())).advance(Duration.ofSeconds(5)).effects();

    agent.kill("t1");

    assertThat(agent.effects()).contains(new AgentEffect.StopProbes(agent.container("t1")));
    agent.acknowledgeAll("t1").effects();
    assertThat(found(OK).sentUpdates()).as("too late").isEmpty();
    assertThat(agent.advance(Duration.ofMinutes(1)).probes()).isEmpty();
  }

  @Test
  void whatIsToldOfItsEndSaysNothingOfTheCheck() {
    agent.running(with(http()));
    found(OK).acknowledge("t1").effects();

    agent.kill("t1");

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLING);
              assertThat(s.getCheckStatus()).isEqualTo(httpStatus());
            });
    agent.acknowledge("t1");
    assertThat(agent.exited("t1", 0).sentUpdates())
        .singleElement()
        .satisfies(s -> assertThat(s.getCheckStatus()).isEqualTo(httpStatus()));
    assertThat(agent.timer(new AgentTimer.CheckDue(KernelScenario.key("t1"), CheckKind.CHECK)))
        .isEmpty();
  }

  @Test
  void aTaskThatHasEndedIsNotLookedAtAnyMore() {
    agent.running(with(http())).exited("t1", 0);

    assertThat(agent.effects()).contains(new AgentEffect.StopProbes(agent.container("t1")));
    assertThat(agent.acknowledge("t1").advance(Duration.ofMinutes(1)).probes()).isEmpty();
  }

  @Test
  void anotherAgentGoesOnLookingAndTellsOnlyWhatIsNews() {
    agent.running(with(http()));
    found(OK).acknowledge("t1");
    RecoveredContainer alive = new RecoveredContainer.Alive(agent.runningContainer("t1"));
    agent.advance(Duration.ofMinutes(1));

    agent.restart(alive).linkUp();

    agent.advance(Duration.ofSeconds(5));
    assertThat(agent.probes()).hasSize(1);
    assertThat(found(OK).state().task(KernelScenario.key("t1")).orElseThrow().updates()).isEmpty();
  }

  @Test
  void withoutAPauseItIsLookedAtTenTimesASecondAtMost() {
    agent.running(with(http().setIntervalSeconds(0).setDelaySeconds(0)));

    assertThat(agent.advance(Duration.ZERO).probes()).hasSize(1);
    assertThat(found(OK).advance(Duration.ofMillis(99)).probes()).isEmpty();
    assertThat(agent.advance(Duration.ofMillis(1)).probes()).hasSize(1);
  }

  @Test
  void whatChangesWhileNobodyListensIsToldAsItIsInTheEnd() {
    agent.running(with(http()));
    for (int i = 0; i < 1_000; i++) {
      found(new ProbeResult.HttpAnswered(200 + i % 2));
    }
    found(new ProbeResult.HttpAnswered(404));

    assertThat(agent.agentTask("t1").updates()).hasSize(Checks.MAX_WAITING_UPDATES);
    agent.acknowledgeAll("t1");
    assertThat(agent.agentTask("t1").acknowledged().orElseThrow().getCheckStatus())
        .isEqualTo(httpStatus(404));
  }
}
