package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.history.SampleRing;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** Numbers of instances, how they are stopped, mended, and how many there are. */
class InstanceCareTest {

  private final Town town =
      new Town()
          .agent("a1", "cpus:50;mem:100000;ports:[31000-31099]", "")
          .agent("a2", "cpus:50;mem:100000;ports:[31000-31099]", "");

  private List<Integer> indices(String id) {
    return town.instances(id).stream()
        .filter(i -> !i.isKilled())
        .map(i -> i.extras().index().orElse(-1))
        .sorted()
        .toList();
  }

  private void told(String task, boolean healthy) {
    town.told(TaskStatus.newBuilder().setState(TaskState.TASK_RUNNING).setHealthy(healthy), task);
  }

  @Test
  void indicesAreStableAndNeverTakenTwice() {
    town.create("{'id':'/db','cmd':'x','instances':3,'proffer':{'indexed':true}}");
    town.settle();
    assertThat(indices("/db")).containsExactly(0, 1, 2);
    Instance second =
        town.instances("/db").stream()
            .filter(i -> i.extras().index().orElse(-1) == 1)
            .findFirst()
            .orElseThrow();
    TaskInfo task = Optional.ofNullable(town.tasks.get(second.taskId())).orElseThrow();
    Map<String, String> env = new TreeMap<>();
    for (Environment.Variable v : task.getCommand().getEnvironment().getVariablesList()) {
      env.put(v.getName(), v.getValue());
    }
    assertThat(env)
        .containsEntry("PROFFER_INSTANCE_INDEX", "1")
        .containsEntry("PROFFER_INSTANCE_HOSTNAME", "db-1");

    town.kernel.kill(List.of(second.taskId()), false, false, town.now);
    town.offer();
    assertThat(indices("/db")).as("while the old one may run").containsExactly(0, 2);
    town.settle();
    assertThat(indices("/db")).containsExactly(0, 1, 2);

    town.update("/db", "{'instances':1}");
    town.settle();
    assertThat(indices("/db")).containsExactly(0);
  }

  @Test
  void indexedInstancesAreReplacedInTheirPlaces() {
    town.create("{'id':'/db','cmd':'v1','instances':3,'proffer':{'indexed':true}}");
    town.settle();

    town.update("/db", "{'cmd':'v2'}");
    for (int round = 0; round < 30; round++) {
      assertThat(town.tasks).hasSizeLessThanOrEqualTo(3);
      assertThat(indices("/db")).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(2);
      town.offer();
      town.runAll();
      List.copyOf(town.killing).forEach(id -> town.told(id, TaskState.TASK_KILLED));
    }

    assertThat(town.snapshot().deployments()).isEmpty();
    assertThat(indices("/db")).containsExactly(0, 1, 2);
  }

  @Test
  void anUnreachableInstanceKeepsItsIndexUntilItIsForgotten() {
    town.create(
        "{'id':'/db','cmd':'x','proffer':{'indexed':true},'unreachableStrategy':"
            + "{'inactiveAfterSeconds':0,'expungeAfterSeconds':60}}");
    town.settle();
    String lost = town.tasks.keySet().iterator().next();
    town.told(lost, TaskState.TASK_UNREACHABLE);
    town.settle();
    assertThat(town.instances("/db")).extracting(Instance::taskId).containsExactly(lost);

    town.pass(Duration.ofMinutes(1));
    town.settle();

    assertThat(town.instances("/db")).extracting(Instance::taskId).doesNotContain(lost).hasSize(1);
  }

  @Test
  void drainsBeforeItKillsAndGoesOnAfterATakeover() {
    town.create("{'id':'/web','cmd':'x','proffer':{'stop':{'drainSeconds':30}}}");
    town.settle();
    String victim = town.tasks.keySet().iterator().next();

    town.kernel.kill(List.of(victim), false, false, town.now);
    town.pass(Duration.ofSeconds(29));
    assertThat(town.killing).isEmpty();
    assertThat(town.instances("/web").getFirst().taskState()).isEqualTo("TASK_KILLING");
    assertThat(town.notices)
        .anyMatch(n -> n instanceof Notice.StatusUpdated s && s.state().equals("TASK_KILLING"));
    town.takeOver();
    assertThat(town.killing).isEmpty();

    town.pass(Duration.ofSeconds(1));
    assertThat(town.killing).containsExactly(victim);
    town.settle();
    assertThat(town.tasks).hasSize(1).doesNotContainKey(victim);
  }

  @Test
  void asksAnInstanceToGetReadyAndWaitsForItNoLongerThanItMay() {
    town.create(
        "{'id':'/web','cmd':'x','instances':2,'proffer':{'stop':{'drainSeconds':5,"
            + "'preStop':{'path':'/drain','timeoutSeconds':60}}}}");
    town.settle();
    List<String> both = List.copyOf(town.tasks.keySet());
    town.update("/web", "{'instances':0}");
    int port = town.instances("/web").getFirst().hostPorts().getFirst();
    assertThat(town.hooks)
        .extracting(Action.PreStop::url)
        .hasSize(2)
        .contains(
            "http://"
                + town.instances("/web").getFirst().site().hostname()
                + ":"
                + port
                + "/drain");

    town.ready(both.getFirst());
    assertThat(town.killing).isEmpty();
    town.pass(Duration.ofSeconds(5));
    assertThat(town.killing).containsExactly(both.getFirst());

    town.pass(Duration.ofSeconds(55));
    assertThat(town.killing).containsExactlyInAnyOrderElementsOf(both);
  }

  private void unhealthyApp() {
    town.create(
        "{'id':'/web','cmd':'x','instances':2,'backoffSeconds':0,"
            + "'healthChecks':[{'protocol':'MESOS_TCP','intervalSeconds':10,'maxConsecutiveFailures':3}],"
            + "'proffer':{'unhealthy':{'maxReplacements':2,'perSeconds':600}}}");
    town.offer();
    town.runAll();
    List.copyOf(town.tasks.keySet()).forEach(id -> told(id, true));
    assertThat(town.tasks.values())
        .allSatisfy(
            t ->
                assertThat(t.getHealthCheck().getConsecutiveFailures())
                    .isEqualTo(Integer.MAX_VALUE));
  }

  @Test
  void hasAnotherInstanceWellBeforeItKillsTheOneThatIsNot() {
    unhealthyApp();
    String sick = town.tasks.keySet().iterator().next();
    told(sick, false);
    town.pass(Duration.ofSeconds(1));
    town.pass(Duration.ofSeconds(19));
    town.offer();
    assertThat(town.tasks).hasSize(2);

    town.pass(Duration.ofSeconds(1));
    town.offer();
    assertThat(town.tasks).hasSize(3);
    town.runAll();
    assertThat(town.killing).isEmpty();
    told(List.copyOf(town.tasks.keySet()).getLast(), true);

    assertThat(town.killing).containsExactly(sick);
  }

  /** Has a third instance launched for the first; returns the first. */
  private String condemned() {
    unhealthyApp();
    String sick = town.tasks.keySet().iterator().next();
    told(sick, false);
    town.pass(Duration.ofSeconds(1));
    town.pass(Duration.ofSeconds(20));
    town.offer();
    assertThat(town.tasks).hasSize(3);
    return sick;
  }

  @Test
  void anInstanceThatRecoversIsNotReplacedOnceMoreWhenItsReplacementFails() {
    String sick = condemned();
    String replacement = List.copyOf(town.tasks.keySet()).getLast();

    told(sick, true);
    town.told(replacement, TaskState.TASK_FAILED);
    town.offer();

    assertThat(town.tasks).hasSize(2).containsKey(sick);
    assertThat(town.killing).isEmpty();
  }

  @Test
  void aProcessThatTakesOverLeavesTheReplacementAndEndsTheOneThatIsNotHealthy() {
    String sick = condemned();

    town.takeOver();
    assertThat(town.killing).isEmpty();
    town.runAll();
    told(List.copyOf(town.tasks.keySet()).getLast(), true);

    assertThat(town.killing).containsExactly(sick);
  }

  @Test
  void whatIsNotHealthyGoesFirstWhenThereAreTooMany() {
    town.create("{'id':'/web','cmd':'x','instances':3,'healthChecks':[{'protocol':'MESOS_TCP'}]}");
    town.offer();
    town.runAll();
    List<String> all = List.copyOf(town.tasks.keySet());
    all.forEach(id -> told(id, true));
    town.pass(Duration.ofSeconds(1));
    told(all.get(1), false);

    town.update("/web", "{'instances':2}");

    assertThat(town.killing).containsExactly(all.get(1));
  }

  @Test
  void replacesNothingMoreWhenItDoesNotHelp() {
    unhealthyApp();
    for (int round = 0; round < 6; round++) {
      List.copyOf(town.tasks.keySet()).forEach(id -> told(id, false));
      town.pass(Duration.ofSeconds(1));
      town.pass(Duration.ofSeconds(21));
      town.offer();
      town.runAll();
    }

    assertThat(town.tasks).hasSize(4);
    assertThat(town.killing).isEmpty();
    assertThat(town.kernel.beyond().unmended()).containsExactly(PathId.of("/web"));
    assertThat(Why.of(town.app("/web"), town.snapshot(), town.kernel.beyond()))
        .extracting(Cause::kind)
        .contains("CircuitBreakerOpen");
  }

  @Test
  void scalesByWhatIsMeasuredButLeavesDeploymentsAlone() {
    town.create(
        "{'id':'/web','cmd':'x','instances':2,'proffer':{'autoscale':{'min':1,'max':9,"
            + "'metrics':[{'type':'cpu','target':0.5}],"
            + "'scaleDown':{'stabilizationSeconds':60}}}}");
    town.measured("/web", 2);
    assertThat(town.app("/web").instances()).as("it is being deployed").isEqualTo(2);
    town.settle();

    town.measured("/web", 1);
    town.settle();
    assertThat(town.instances("/web")).hasSize(4);
    assertThat(town.kernel.scalingStatus(PathId.of("/web")).orElseThrow().why())
        .isEqualTo("cpu is 1.0 for 0.5; from 2 to 4");

    town.takeOver();
    town.measured("/web", 0.1);
    assertThat(town.app("/web").instances()).as("not looked at for long").isEqualTo(4);
    town.now = town.now.plusSeconds(61);
    town.measured("/web", 0.1);
    town.settle();
    assertThat(town.instances("/web")).hasSize(1);
  }

  @Test
  void whatAnAppIsScaledByIsRememberedForItsChart() {
    town.create(
        "{'id':'/web','cmd':'x','instances':2,'proffer':{'autoscale':{'min':1,'max':9,"
            + "'metrics':[{'type':'cpu','target':0.5}]}}}");
    town.settle();
    town.measured("/web", 1);
    town.settle();
    town.now = town.now.plusSeconds(15);
    town.measured("/web", 0.5);

    SampleRing history = town.kernel.scalingHistory(PathId.of("/web")).orElseThrow();
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.valueAt(0, 0)).as("instances").isEqualTo(2);
    assertThat(history.valueAt(0, 1)).as("the metric").isEqualTo(1);
    assertThat(history.valueAt(1, 0)).isEqualTo(4);
    assertThat(history.valueAt(1, 1)).isEqualTo(0.5);
  }
}
