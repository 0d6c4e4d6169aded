package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.matching.Rejection;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where instances are put, as what, and why they wait. */
class LaunchTest {

  private static final String ROOMY = "cpus:10;mem:10000;ports:[31000-31009]";

  private final Town town = new Town();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ['hostname','UNIQUE']       | 3
          ['hostname','MAX_PER','2']  | 5
          ['rack','CLUSTER','r1']     | 5
          ['rack','LIKE','r[2-9]']    | 5
          ['rack','UNLIKE','r1']      | 5
          ['rack','IS','r1']          | 5
          ['rack','GROUP_BY','2']     | 5
          ['none','CLUSTER','x']      | 0
          """)
  void keepsToConstraints(String constraint, int launched) {
    town.agent("a1", ROOMY, "rack:r1").agent("a2", ROOMY, "rack:r2").agent("a3", ROOMY, "");

    town.create("{'id':'/web','cmd':'x','instances':5,'constraints':[" + constraint + "]}");
    town.settle();

    assertThat(town.instances("/web")).hasSize(launched);
  }

  @Test
  void spreadsOverGroupsEvenly() {
    town.agent("a1", ROOMY, "rack:r1").agent("a2", ROOMY, "rack:r1").agent("a3", ROOMY, "rack:r2");

    town.create("{'id':'/web','cmd':'x','instances':6,'constraints':[['rack','GROUP_BY','2']]}");
    town.settle();

    Map<String, Integer> racks = new TreeMap<>();
    town.instances("/web")
        .forEach(i -> racks.merge(i.site().value("rack").orElse(""), 1, Integer::sum));
    assertThat(racks).isEqualTo(Map.of("r1", 3, "r2", 3));
  }

  @Test
  void saysWhyInstancesWait() {
    town.agent("a1", "cpus:0.5;mem:64;ports:[31000-31001]", "rack:r1");

    town.create("{'id':'/web','cmd':'x','cpus':1,'constraints':[['rack','CLUSTER','r2']]}");
    town.offer();

    QueueEntry waiting = town.snapshot().queue().getFirst();
    assertThat(waiting.count()).isEqualTo(1);
    assertThat(waiting.offers().attemptByReason())
        .isEqualTo(
            Map.of(
                Rejection.Reason.UnfulfilledConstraint, 1,
                Rejection.Reason.InsufficientCpus, 1,
                Rejection.Reason.InsufficientMemory, 1));
    assertThat(waiting.offers().lastUnused().getFirst().reasons())
        .extracting(Rejection::words)
        .containsExactly(
            "needs rack CLUSTER r2, rack is r1",
            "needs 1 cpus, 0.5 left",
            "needs 128 mem, 64 left");
  }

  @Test
  void givesPortsAndVariables() {
    town.agent("a1", ROOMY, "");
    town.create(
        "{'id':'/shop/web','cmd':'x','env':{'A':'b'},'labels':{'my-label':'v'},"
            + "'portDefinitions':[{'port':0,'name':'http'},{'port':9000}]}");
    town.settle();

    TaskInfo task = town.tasks.values().iterator().next();
    Map<String, String> env = new TreeMap<>();
    for (Environment.Variable v : task.getCommand().getEnvironment().getVariablesList()) {
      env.put(v.getName(), v.getValue());
    }
    List<Integer> ports = town.instances("/shop/web").getFirst().hostPorts();
    assertThat(ports).hasSize(2).doesNotHaveDuplicates().allMatch(p -> p >= 31000 && p < 31010);
    assertThat(env)
        .containsEntry("PORT0", ports.get(0).toString())
        .containsEntry("PORT_HTTP", ports.get(0).toString())
        .containsEntry("PORT_10000", ports.get(0).toString())
        .containsEntry("PORT_9000", ports.get(1).toString())
        .containsEntry("PORTS", ports.get(0) + "," + ports.get(1))
        .containsEntry("HOST", "a1.example")
        .containsEntry("MARATHON_APP_ID", "/shop/web")
        .containsEntry("MARATHON_APP_LABELS", "MY_LABEL")
        .containsEntry("MARATHON_APP_LABEL_MY_LABEL", "v")
        .containsEntry("A", "b");
    assertThat(task.getDiscovery().getName()).isEqualTo("web.shop");
  }

  @Test
  void waitsForTheVeryPortsThatAreRequired() {
    town.agent("a1", ROOMY, "");
    town.create("{'id':'/a','cmd':'x','requirePorts':true,'portDefinitions':[{'port':31005}]}");
    town.create("{'id':'/b','cmd':'x','requirePorts':true,'portDefinitions':[{'port':31005}]}");
    town.settle();

    assertThat(town.instances("/a").getFirst().hostPorts()).containsExactly(31005);
    assertThat(town.instances("/b")).isEmpty();
    assertThat(town.snapshot().queue().getFirst().offers().attemptByReason())
        .containsOnlyKeys(Rejection.Reason.InsufficientPorts);
  }

  @Test
  void mapsPortsOfContainers() {
    town.agent("a1", ROOMY, "");
    town.create(
        "{'id':'/web','container':{'docker':{'image':'nginx','network':'BRIDGE',"
            + "'portMappings':[{'containerPort':80},{'containerPort':0}]}},"
            + "'healthChecks':[{'protocol':'MESOS_HTTP','path':'/up'}]}");
    town.settle();

    TaskInfo task = town.tasks.values().iterator().next();
    List<Integer> ports = town.instances("/web").getFirst().hostPorts();
    assertThat(task.getContainer().getDocker().getPortMappingsList())
        .extracting(m -> m.getHostPort() + ":" + m.getContainerPort())
        .containsExactly(ports.get(0) + ":80", ports.get(1) + ":" + ports.get(1));
    assertThat(task.getHealthCheck().getHttp().getPort()).isEqualTo(80);
    assertThat(task.getCommand().getShell()).isFalse();
  }

  @Test
  void waitsLongerAfterEachFailure() {
    town.agent("a1", ROOMY, "");
    town.create("{'id':'/web','cmd':'x','backoffSeconds':10,'backoffFactor':2}");
    town.settle();

    fail();
    assertThat(town.kernel.wantsOffers(town.now)).isFalse();
    assertThat(town.snapshot().failures().values())
        .extracting(TaskFailure::state)
        .containsExactly("TASK_FAILED");
    town.pass(Duration.ofSeconds(10));
    town.settle();
    assertThat(town.tasks).hasSize(1);

    fail();
    town.pass(Duration.ofSeconds(10));
    town.settle();
    assertThat(town.tasks).isEmpty();
    assertThat(town.snapshot().queue().getFirst().delayedUntil())
        .contains(town.now.plusSeconds(10));
    ServiceKernel next = new ServiceKernel(2);
    next.restore(town.facts);
    next.resume(town.now);
    assertThat(next.snapshot(town.now).queue().getFirst().delayedUntil())
        .as("the delay outlives the process")
        .contains(town.now.plusSeconds(10));

    town.kernel.resetDelay(PathId.of("/web"));
    town.settle();
    assertThat(town.tasks).hasSize(1);
  }

  private void fail() {
    town.told(town.tasks.keySet().iterator().next(), TaskState.TASK_FAILED);
  }

  @Test
  void doesNotWaitForTheEndOfWhatIsOutOfSight() {
    town.agent("a1", ROOMY, "");
    town.create("{'id':'/web','cmd':'x','unreachableStrategy':'disabled'}");
    town.settle();
    String lost = town.tasks.keySet().iterator().next();
    town.change(town.apps.remove(PathId.of("/web")), false);
    assertThat(town.killing).containsExactly(lost);

    town.told(lost, TaskState.TASK_UNREACHABLE);

    assertThat(town.snapshot().allInstances()).isEmpty();
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void replacesWhatIsOutOfSightWhenTheAppSaysSo() {
    town.agent("a1", ROOMY, "");
    town.create(
        "{'id':'/web','cmd':'x','unreachableStrategy':"
            + "{'inactiveAfterSeconds':60,'expungeAfterSeconds':120}}");
    town.settle();
    String lost = town.tasks.keySet().iterator().next();
    town.told(lost, TaskState.TASK_UNREACHABLE);
    town.pass(Duration.ofSeconds(59));
    assertThat(town.kernel.wantsOffers(town.now)).isFalse();

    town.pass(Duration.ofSeconds(1));
    town.settle();
    assertThat(town.tasks).hasSize(2);
    town.told(lost, TaskState.TASK_RUNNING);

    assertThat(town.killing).hasSize(1);
  }

  @Test
  void forgetsWhatIsOutOfSightForTooLongAndKillsItWhenItReturns() {
    town.agent("a1", ROOMY, "");
    town.create("{'id':'/web','cmd':'x'}");
    town.settle();
    String lost = town.tasks.keySet().iterator().next();
    town.told(lost, TaskState.TASK_UNREACHABLE);
    town.settle();
    assertThat(town.instances("/web")).extracting(Instance::taskId).doesNotContain(lost);

    town.told(lost, TaskState.TASK_RUNNING);

    assertThat(town.killing).containsExactly(lost);
  }

  @Test
  void killsAndReplacesOrKillsAndScales() {
    town.agent("a1", ROOMY, "");
    town.create("{'id':'/web','cmd':'x','instances':3}");
    town.settle();
    String victim = town.tasks.keySet().iterator().next();

    assertThat(town.kernel.kill(List.of(victim), false, false, town.now)).isEmpty();
    town.settle();
    assertThat(town.tasks).hasSize(3).doesNotContainKey(victim);

    String next = List.copyOf(town.tasks.keySet()).get(1);
    assertThat(town.kernel.kill(List.of(next), true, false, town.now)).isPresent();
    town.settle();
    assertThat(town.tasks).hasSize(2).doesNotContainKey(next);
    assertThat(town.app("/web").instances()).isEqualTo(2);
  }
}
