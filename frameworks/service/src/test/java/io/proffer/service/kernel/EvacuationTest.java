package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.matching.Rejection;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

/** Instances get out of the way of maintenance, and their app does not suffer. */
class EvacuationTest {
  private static final String SMALL = "cpus:2;mem:1024;ports:[31000-31009]";
  private static final String WEB = "'cmd':'x','cpus':1,'mem':128,'portDefinitions':[]";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMinutes(9);

  private final Town town = new Town();

  private void web(int instances, String more) {
    assertThat(town.create("{'id':'/web','instances':" + instances + "," + WEB + more + "}"))
        .isInstanceOf(Outcome.Accepted.class);
    town.settle();
    assertThat(town.instances("/web")).hasSize(instances);
  }

  private long well() {
    return town.instances("/web").stream()
        .filter(i -> i.condition() == Condition.Running && !i.isKilled())
        .count();
  }

  private boolean answer() {
    return town.answers.getLast().accept();
  }

  private List<String> why() {
    return Why.of(town.app("/web"), town.snapshot(), town.kernel.beyond()).stream()
        .map(Cause::kind)
        .toList();
  }

  private String words(String kind) {
    return Why.of(town.app("/web"), town.snapshot(), town.kernel.beyond()).stream()
        .filter(cause -> cause.kind().equals(kind))
        .map(Cause::words)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anotherIsLaunchedBeforeTheInstanceEnds() {
    town.agent("a1", SMALL, "");
    web(2, "");
    town.agent("a2", SMALL, "");

    town.maintain("a1", SOON, HOUR);

    assertThat(answer()).isTrue();
    assertThat(why()).contains("LeavesAgent");
    assertThat(town.killing).as("none ends before another runs").isEmpty();
    town.offer();
    assertThat(town.tasks).hasSize(4);
    assertThat(town.killing).isEmpty();
    town.runAll();
    assertThat(well()).isEqualTo(2);
    assertThat(town.killing).hasSize(2);
    town.settle();
    assertThat(town.hosts("/web")).containsExactly("a2.example", "a2.example");
    town.askToLeave("a1");
    assertThat(answer()).isTrue();
    assertThat(why()).isEmpty();
  }

  @Test
  void neverMoreInstancesThanTheAppAllows() {
    town.agent("a1", "cpus:4;mem:1024", "");
    web(4, ",'upgradeStrategy':{'minimumHealthCapacity':1,'maximumOverCapacity':0.25}");
    town.agent("a2", "cpus:8;mem:4096", "");

    town.maintain("a1", SOON, HOUR);
    for (int round = 0; round < 4; round++) {
      town.offer();
      assertThat(town.tasks).hasSize(5);
      town.runAll();
      assertThat(well()).isEqualTo(4);
      List.copyOf(town.killing).forEach(id -> town.told(id, TaskState.TASK_KILLED));
    }

    assertThat(town.hosts("/web")).containsOnly("a2.example").hasSize(4);
  }

  @Test
  void nothingMovesBeforeItsTime() {
    town.agent("a1", SMALL, "");
    web(1, "");
    town.agent("a2", SMALL, "");

    town.maintain("a1", HOUR, HOUR);
    town.settle();

    assertThat(answer()).as("there is time enough").isTrue();
    assertThat(town.hosts("/web")).containsExactly("a1.example");
    assertThat(why()).isEmpty();
    town.passAsked(Duration.ofMinutes(50), "a1");
    town.settle();
    assertThat(town.hosts("/web")).containsExactly("a2.example");
  }

  @Test
  void nothingIsLaunchedOnAnAgentThatIsAboutToGo() {
    town.agent("a1", SMALL, "");
    town.maintain("a1", SOON, HOUR);

    town.create("{'id':'/web'," + WEB + "}");
    town.offer();

    assertThat(town.tasks).isEmpty();
    assertThat(town.snapshot().queue().getFirst().offers().lastByReason())
        .containsOnlyKeys(Rejection.Reason.AgentMaintenance);
    assertThat(why()).contains("AgentMaintenance");
    town.pass(SOON.plus(HOUR));
    town.offer();
    assertThat(town.tasks).as("the time is over").hasSize(1);
  }

  @Test
  void agentsThatStayComeBeforeThoseThatGoSometime() {
    town.agent("a1", "cpus:9;mem:9000", "");
    town.agent("a2", SMALL, "");
    town.maintain("a1", HOUR, HOUR);

    web(3, "");

    assertThat(town.hosts("/web")).containsExactly("a1.example", "a2.example", "a2.example");
  }

  @Test
  void withNowhereToGoTheAnswerIsNoAndTheInstancesStay() {
    town.agent("a1", SMALL, "");
    web(2, "");

    town.maintain("a1", SOON, HOUR);
    town.offer();
    assertThat(answer()).isTrue();
    town.passAsked(Duration.ofMinutes(1), "a1");

    assertThat(answer()).isFalse();
    assertThat(words("CannotLeaveAgent"))
        .contains("2 of its instances are on a1.example")
        .contains("2 wait to be launched");
    town.passAsked(Duration.ofMinutes(10), "a1");
    assertThat(town.killing).isEmpty();
    assertThat(well()).isEqualTo(2);
    assertThat(words("CannotLeaveAgent")).contains("was to begin");
  }

  @Test
  void atLastAsManyEndAsTheAppAllows() {
    town.agent("a1", SMALL, "");
    web(2, ",'upgradeStrategy':{'minimumHealthCapacity':0.5,'maximumOverCapacity':1}");

    town.maintain("a1", SOON, HOUR);
    town.offer();
    town.passAsked(Duration.ofMinutes(6), "a1");
    assertThat(town.killing).isEmpty();
    town.passAsked(Duration.ofMinutes(2), "a1");

    assertThat(town.killing).hasSize(1);
    assertThat(well()).isEqualTo(1);
  }

  @Test
  void whatMayNotBeMoreIsEndedFirst() {
    town.agent("a1", SMALL, "");
    web(2, ",'upgradeStrategy':{'minimumHealthCapacity':0.5,'maximumOverCapacity':0}");
    town.agent("a2", SMALL, "");

    town.maintain("a1", SOON, HOUR);

    assertThat(town.killing).hasSize(1);
    town.settle();
    assertThat(town.hosts("/web")).containsExactly("a2.example", "a2.example");
  }

  @Test
  void anIndexIsFreedBeforeItIsTaken() {
    town.agent("a1", SMALL, "");
    web(2, ",'proffer':{'indexed':true}");
    town.agent("a2", SMALL, "");

    town.maintain("a1", SOON, HOUR);

    assertThat(town.killing).hasSize(1);
    town.settle();
    assertThat(town.hosts("/web")).containsExactly("a2.example", "a2.example");
    assertThat(town.instances("/web"))
        .extracting(i -> i.extras().index())
        .containsExactlyInAnyOrder(Optional.of(0), Optional.of(1));
  }

  @Test
  void aMaintenanceThatIsGivenUpMovesNothing() {
    town.agent("a1", SMALL, "");
    web(1, "");

    town.maintain("a1", SOON, HOUR);
    town.pass(Duration.ofSeconds(30));
    town.keep("a1");
    town.offer();
    town.agent("a2", SMALL, "");
    town.settle();

    assertThat(town.hosts("/web")).containsExactly("a1.example");
    assertThat(town.tasks).hasSize(1);
  }

  @Test
  void ofWhichNobodySpeaksAnyMoreIsForgotten() {
    town.agent("a1", SMALL, "");
    web(1, "");
    town.maintain("a1", SOON, HOUR);

    town.pass(Duration.ofMinutes(2));

    assertThat(town.kernel.beyond().leaves()).isEmpty();
    assertThat(town.kernel.wantsOffers(town.now)).isFalse();
  }

  @Test
  void aPausedDeploymentStandsInTheWay() {
    town.agent("a1", "cpus:9;mem:4096", "");
    web(1, "");
    Outcome update = town.update("/web", "{'cmd':'y'}");
    town.steer(((Outcome.Accepted) update).deploymentId(), Steer.PAUSE);

    town.maintain("a1", SOON, HOUR);

    assertThat(answer()).isFalse();
    assertThat(words("CannotLeaveAgent")).contains("paused");
  }

  @Test
  void whatHasVolumesStaysAndComesBackWithItsMachine() {
    Town data = new Town("prod");
    data.agent("a1", "cpus:2;mem:1024;disk:1000;ports:[31000-31009]", "");
    data.create(
        "{'id':'/db','cmd':'x','cpus':1,'mem':128,'container':{'type':'MESOS','volumes':"
            + "[{'containerPath':'data','mode':'RW','persistent':{'size':100}}]}}");
    data.settle();
    String instance = data.instances("/db").getFirst().instanceId();

    data.maintain("a1", SOON, HOUR);

    assertThat(data.answers.getLast().accept()).as("half of one is one").isFalse();
    assertThat(data.killing).isEmpty();
    data.told(data.tasks.keySet().iterator().next(), TaskState.TASK_GONE);
    data.settle();
    assertThat(data.tasks).as("not where the agent is about to go").isEmpty();
    data.keep("a1");
    data.pass(Duration.ofMinutes(1));
    data.settle();
    assertThat(data.instances("/db").getFirst().instanceId()).isEqualTo(instance);
    assertThat(data.tasks).hasSize(1);
    assertThat(data.kernel.history(PathId.of("/db"))).isNotEmpty();
  }
}
