package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.model.PathId;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the framework itself looks at: readiness, and health checks that agents leave to it. */
class ProbingTest {

  private static final PathId WEB = PathId.of("/web");
  private static final Poll.Result OK = new Poll.Answered(200, "text/plain", "fine");
  private static final Poll.Result BUSY = new Poll.Answered(503, "text/plain", "starting");

  private static final String READY =
      "'portDefinitions':[{'port':0,'name':'http'}],'readinessChecks':[{'name':'r',"
          + "'portName':'http','path':'/ready','intervalSeconds':30,'preserveLastResponse':true}]";

  private final Town town = new Town();

  @BeforeEach
  void begin() {
    town.agent("a1", "cpus:10;mem:10000;ports:[31000-31009]", "");
  }

  @Test
  void anOldInstanceStaysUntilTheNewOneIsReady() {
    town.create("{'id':'/web','cmd':'v1'," + READY + "}");
    town.settle();
    town.pass(Duration.ofSeconds(1));
    town.answer(OK);
    assertThat(town.snapshot().deployments()).isEmpty();
    String old = town.instances("/web").getFirst().taskId();

    town.update("/web", "{'cmd':'v2'}");
    town.settle();
    town.pass(Duration.ofSeconds(1));
    Poll poll = town.looks.getFirst();
    int port = town.instances("/web").getLast().hostPorts().getFirst();
    assertThat(poll.target()).hasToString("http://a1.example:" + port + "/ready");

    town.answer(BUSY);
    town.settle();
    assertThat(town.tasks).hasSize(2).containsKey(old);
    assertThat(town.snapshot().readiness(WEB))
        .filteredOn(result -> result.taskId().equals(poll.taskId()))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.ready()).isFalse();
              assertThat(result.last()).contains((Poll.Answered) BUSY);
            });

    town.pass(Duration.ofSeconds(29));
    assertThat(town.looks).isEmpty();
    town.pass(Duration.ofSeconds(1));
    town.answer(OK);
    town.settle();

    assertThat(town.tasks).hasSize(1).doesNotContainKey(old);
    assertThat(town.snapshot().deployments()).isEmpty();
    town.pass(Duration.ofMinutes(5));
    assertThat(town.looks).isEmpty();
  }

  @Test
  void whatCannotBeAskedIsToldAsAGatewayWould() {
    town.create("{'id':'/web','cmd':'v1'," + READY + "}");
    town.settle();
    town.pass(Duration.ofSeconds(1));
    town.answer(new Poll.Silent("connection refused"));

    assertThat(town.snapshot().readiness(WEB).getFirst().last().orElseThrow().status())
        .isEqualTo(504);
    assertThat(town.snapshot().deployments()).hasSize(1);
  }

  @Test
  void anInstanceIsWellWhenAllItsChecksSaySo() {
    town.create(
        "{'id':'/web','cmd':'x','healthChecks':[{'protocol':'HTTP','path':'/a'},"
            + "{'protocol':'TCP','delaySeconds':0},{'protocol':'MESOS_HTTP'}]}");
    town.settle();
    String task = town.tasks.keySet().iterator().next();
    town.pass(Duration.ofSeconds(1));
    assertThat(town.looks).extracting(Poll::check).containsExactly(new Poll.Health(1));
    town.answer(new Poll.Connected());
    town.pass(Duration.ofSeconds(15));
    assertThat(town.looks).extracting(Poll::check).containsExactly(new Poll.Health(0));
    town.answer(OK);
    assertThat(town.instances("/web").getFirst().healthy()).isEmpty();
    assertThat(town.snapshot().deployments()).hasSize(1);

    town.told(TaskStatus.newBuilder().setState(TaskState.TASK_RUNNING).setHealthy(true), task);

    assertThat(town.instances("/web").getFirst().healthy()).contains(true);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void killsWhatFailsTooOftenInARow() {
    town.create(
        "{'id':'/web','cmd':'x','healthChecks':[{'protocol':'MESOS_TCP'},{'protocol':'TCP',"
            + "'delaySeconds':0,'gracePeriodSeconds':5,'intervalSeconds':10,"
            + "'maxConsecutiveFailures':2}]}");
    town.settle();
    for (int failure = 0; failure < 2; failure++) {
      town.pass(Duration.ofSeconds(10));
      assertThat(town.killing).isEmpty();
      town.answer(new Poll.Silent("connection refused"));
    }

    assertThat(town.killing).hasSize(1);
    assertThat(town.notices)
        .filteredOn(Notice.UnhealthyKilled.class::isInstance)
        .singleElement()
        .satisfies(
            killed ->
                assertThat(((Notice.UnhealthyKilled) killed).reason())
                    .contains("has failed 2 times in a row: connection refused"));
  }

  @Test
  void whatIsNotMeantForAgentsIsNotToldToThem() {
    town.create("{'id':'/web','cmd':'x','healthChecks':[{'protocol':'HTTP','delaySeconds':0}]}");
    town.settle();
    assertThat(town.tasks.values()).noneMatch(TaskInfo::hasHealthCheck);
    town.pass(Duration.ofSeconds(1));
    assertThat(town.snapshot().deployments()).hasSize(1);

    town.answer(OK);

    assertThat(town.instances("/web").getFirst().healthy()).contains(true);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void anInstanceWhoseMachineDoesNotAnswerIsReplacedBeforeItsAgentIsMissed() {
    town.create(
        "{'id':'/web','cmd':'x','healthChecks':[{'protocol':'TCP','delaySeconds':0,"
            + "'intervalSeconds':10,'maxConsecutiveFailures':3}]}");
    town.settle();
    town.pass(Duration.ofSeconds(1));
    town.answer(new Poll.Connected());
    for (int failure = 0; failure < 3; failure++) {
      town.pass(Duration.ofSeconds(10));
      town.answer(new Poll.Silent("no answer within 20 seconds"));
      assertThat(town.instances("/web").getFirst().healthy()).contains(false);
    }
    town.offer();

    assertThat(town.killing).hasSize(1);
    assertThat(town.tasks).hasSize(2);
  }

  @Test
  void failuresAtTheStartAreForgiven() {
    town.create(
        "{'id':'/web','cmd':'x','healthChecks':[{'protocol':'MESOS_TCP'},{'protocol':'TCP',"
            + "'delaySeconds':0,'gracePeriodSeconds':60,'intervalSeconds':10,"
            + "'maxConsecutiveFailures':1}]}");
    town.settle();
    for (int second = 0; second < 50; second += 10) {
      town.pass(Duration.ofSeconds(10));
      town.answer(new Poll.Silent("connection refused"));
    }
    assertThat(town.killing).isEmpty();
    assertThat(List.copyOf(town.notices)).noneMatch(Notice.HealthCheckFailed.class::isInstance);
  }
}
