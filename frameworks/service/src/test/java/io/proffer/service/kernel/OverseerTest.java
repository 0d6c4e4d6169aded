package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** Deployments that wait for people, and deployments that nobody has to wait for. */
class OverseerTest {

  private static final String CHECK = "'healthChecks':[{'protocol':'MESOS_HTTP'}]";

  private final Town town =
      new Town()
          .agent("a1", "cpus:10;mem:10000;ports:[31000-31099]", "")
          .agent("a2", "cpus:10;mem:10000;ports:[31000-31099]", "");

  private void web(int instances, String policy) {
    town.create(
        "{'id':'/web','cmd':'v1','instances':%d,%s,'proffer':{'deployment':%s}}"
            .formatted(instances, CHECK, policy));
    allWell();
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  /** Launches, and finds everything well; one after the other, as long as anything happens. */
  private void allWell() {
    for (int round = 0; round < 20; round++) {
      town.offer();
      town.runAll();
      List.copyOf(town.tasks.keySet()).forEach(this::well);
      List.copyOf(town.killing).forEach(id -> town.told(id, TaskState.TASK_KILLED));
    }
  }

  private void well(String task) {
    town.told(TaskStatus.newBuilder().setState(TaskState.TASK_RUNNING).setHealthy(true), task);
  }

  private void settleUnwell() {
    for (int round = 0; round < 10; round++) {
      town.offer();
      town.runAll();
      List.copyOf(town.killing).forEach(id -> town.told(id, TaskState.TASK_KILLED));
    }
  }

  private String deployment() {
    return town.snapshot().deployments().getFirst().id();
  }

  private List<Optional<String>> commands() {
    return town.snapshot().instances(PathId.of("/web")).stream()
        .map(i -> town.snapshot().appOf(i).orElseThrow().spec().run().cmd())
        .sorted((a, b) -> a.orElse("").compareTo(b.orElse("")))
        .toList();
  }

  @Test
  void rollsBackWhenAnInstanceIsNotWellInTimeAndSaysWhy() {
    web(2, "{'healthyDeadlineSeconds':60,'progressDeadlineSeconds':300}");
    List<String> before = List.copyOf(town.tasks.keySet());
    town.update("/web", "{'cmd':'v2'}");
    String failing = deployment();
    settleUnwell();
    town.pass(Duration.ofSeconds(59));
    assertThat(deployment()).isEqualTo(failing);

    town.pass(Duration.ofSeconds(1));
    allWell();

    assertThat(town.app("/web").spec().run().cmd()).contains("v1");
    assertThat(town.tasks.keySet()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(town.snapshot().deployments()).isEmpty();
    List<Ending> endings = town.kernel.beyond().endings();
    Ending failed = endings.get(endings.size() - 2);
    assertThat(failed.deployment()).isEqualTo(failing);
    assertThat(failed.reason())
        .contains("was not healthy within 60 s of its launch")
        .endsWith("it is rolled back");
    assertThat(endings.getLast().succeeded()).isTrue();
  }

  @Test
  void rollsBackWhatCanNeverBeLaunchedWithTheReasonOffersGave() {
    web(2, "{'progressDeadlineSeconds':300}");
    town.update("/web", "{'cmd':'v2','cpus':100}");
    town.offer();

    town.pass(Duration.ofMinutes(5));
    allWell();

    assertThat(town.app("/web").spec().run().cmd()).contains("v1");
    Ending failed = town.kernel.beyond().endings().get(1);
    assertThat(failed.reason())
        .contains("no further instance of /web became healthy for 300 s")
        .contains("InsufficientCpus at 2 of 2 agents")
        .contains("needs 100 cpus");
  }

  @Test
  void eachInstanceThatGetsWellGivesMoreTime() {
    web(3, "{'healthyDeadlineSeconds':100,'progressDeadlineSeconds':100,'batchSize':1}");
    town.update("/web", "{'cmd':'v2'}");
    for (int i = 0; i < 3; i++) {
      settleUnwell();
      town.pass(Duration.ofSeconds(90));
      town.tasks.keySet().forEach(this::well);
      town.pass(Duration.ofSeconds(1));
    }
    allWell();

    assertThat(town.app("/web").spec().run().cmd()).contains("v2");
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void anAppWithNothingToGoBackToIsTriedOnButLocksNothing() {
    town.create(
        "{'id':'/web','cmd':'v1','cpus':100,'proffer':{'deployment':{'progressDeadlineSeconds':300}}}");
    town.offer();

    town.pass(Duration.ofMinutes(5));

    assertThat(town.snapshot().deployments()).isEmpty();
    assertThat(town.kernel.beyond().endings().getFirst().succeeded()).isFalse();
    town.agent("a3", "cpus:200;mem:10000;ports:[31000-31099]", "");
    allWell();
    assertThat(town.tasks).hasSize(1);
  }

  @Test
  void triesCanariesBesideTheOldInstancesUntilTheyArePromoted() {
    web(4, "{'canaries':1}");
    town.update("/web", "{'cmd':'v2'}");
    settleUnwell();
    assertThat(town.steer(deployment(), Steer.PROMOTE)).isInstanceOf(Outcome.Refused.class);
    allWell();
    town.pass(Duration.ofHours(5));

    assertThat(town.tasks).hasSize(5);
    assertThat(town.kernel.beyond().tried()).containsExactly(PathId.of("/web"));
    assertThat(commands()).filteredOn(Optional.of("v1")::equals).hasSize(4);
    assertThat(town.snapshot().allInstances()).filteredOn(town.snapshot()::isCanary).hasSize(1);

    assertThat(town.steer(deployment(), Steer.PROMOTE)).isInstanceOf(Outcome.Accepted.class);
    allWell();

    assertThat(commands()).containsOnly(Optional.of("v2")).hasSize(4);
    assertThat(town.snapshot().allInstances()).noneMatch(town.snapshot()::isCanary);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void moreInstancesOfTheSameAreNoCanariesAndHaveADeadline() {
    web(2, "{'canaries':1,'progressDeadlineSeconds':300}");
    town.update("/web", "{'instances':5000}");
    allWell();

    assertThat(town.kernel.beyond().tried()).isEmpty();
    assertThat(town.snapshot().allInstances()).noneMatch(town.snapshot()::isCanary);
    town.pass(Duration.ofMinutes(6));

    assertThat(town.kernel.beyond().endings().getLast().reason()).contains("/web");
    assertThat(town.app("/web").instances()).isEqualTo(2);
  }

  @Test
  void anOldInstanceThatEndsWhileCanariesAreTriedIsReplacedByAnOldOne() {
    web(2, "{'canaries':1}");
    String oldest = town.tasks.keySet().iterator().next();
    town.update("/web", "{'cmd':'v2'}");
    allWell();

    town.told(oldest, TaskState.TASK_KILLED);
    allWell();

    assertThat(commands()).containsExactly(Optional.of("v1"), Optional.of("v1"), Optional.of("v2"));
  }

  @Test
  void blueGreenHasAllNewInstancesBeforeAnOldOneGoes() {
    web(3, "{'blueGreen':true,'autoPromote':true}");
    town.update(
        "/web",
        "{'cmd':'v2','upgradeStrategy':{'minimumHealthCapacity':1,'maximumOverCapacity':0}}");
    allWell();
    assertThat(town.tasks).hasSize(6);

    town.pass(Duration.ofSeconds(1));
    assertThat(town.killing).hasSize(3);
    allWell();

    assertThat(commands()).containsOnly(Optional.of("v2")).hasSize(3);
  }

  @Test
  void aPausedDeploymentReplacesOnlyWhatFailsAndGoesOnWhenResumed() {
    web(4, "{'batchSize':1,'progressDeadlineSeconds':600}");
    town.update("/web", "{'cmd':'v2'}");
    town.offer();
    town.steer(deployment(), Steer.PAUSE);
    allWell();
    town.pass(Duration.ofHours(1));
    assertThat(town.tasks).hasSize(5);
    town.told(town.tasks.keySet().iterator().next(), TaskState.TASK_KILLED);
    town.told(town.tasks.keySet().iterator().next(), TaskState.TASK_KILLED);
    allWell();
    assertThat(town.tasks).hasSize(4);

    town.steer(deployment(), Steer.RESUME);
    allWell();

    assertThat(commands()).containsOnly(Optional.of("v2")).hasSize(4);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void aPausedScalingStaysWhereItIs() {
    web(1, "{}");
    town.update("/web", "{'instances':4,'cpus':0.1}");
    town.steer(deployment(), Steer.PAUSE);
    int there = town.tasks.size();
    allWell();
    assertThat(town.tasks).hasSize(there);

    town.steer(deployment(), Steer.RESUME);
    allWell();

    assertThat(town.tasks).hasSize(4);
  }

  @Test
  void aKernelThatTakesOverKnowsThatADeploymentIsPausedAndHowLateItIs() {
    web(2, "{'healthyDeadlineSeconds':60,'progressDeadlineSeconds':60}");
    town.update("/web", "{'cmd':'v2'}");
    town.steer(deployment(), Steer.PAUSE);
    town.takeOver();
    town.pass(Duration.ofSeconds(100));
    assertThat(town.kernel.beyond().oversights().values())
        .extracting(Oversight::paused)
        .containsExactly(true);

    town.steer(deployment(), Steer.RESUME);
    town.pass(Duration.ofSeconds(30));
    town.takeOver();
    town.pass(Duration.ofSeconds(30));
    allWell();

    assertThat(town.app("/web").spec().run().cmd()).contains("v1");
  }

  @Test
  void labelsChangeWithoutARestartWhereTheAppSaysSo() {
    web(2, "{}");
    List<String> before = List.copyOf(town.tasks.keySet());
    town.update("/web", "{'proffer':{'updateInPlace':true}}");
    town.update("/web", "{'labels':{'a':'b'},'backoffSeconds':7}");
    allWell();

    assertThat(town.app("/web").spec().labels()).containsEntry("a", "b");
    assertThat(town.tasks.keySet()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(town.app("/web").versions().version())
        .isAfter(town.app("/web").versions().lastConfigChangeAt());
    assertThat(town.snapshot().versions().get(PathId.of("/web"))).hasSize(3);

    town.update("/web", "{'env':{'a':'b'}}");
    allWell();
    assertThat(town.tasks.keySet()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void labelsRestartAppsThatDoNotSaySo() {
    web(1, "{}");
    List<String> before = List.copyOf(town.tasks.keySet());

    town.update("/web", "{'labels':{'a':'b'}}");
    allWell();

    assertThat(town.tasks.keySet()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void aRollbackByHandWaitsForNoCanaries() {
    web(2, "{'canaries':1}");
    town.update("/web", "{'cmd':'v2'}");
    allWell();
    town.steer(deployment(), Steer.PROMOTE);
    town.offer();

    town.kernel.rollBack(deployment(), town.now);
    allWell();

    assertThat(commands()).containsExactly(Optional.of("v1"), Optional.of("v1"));
    assertThat(town.snapshot().deployments()).isEmpty();
  }
}
