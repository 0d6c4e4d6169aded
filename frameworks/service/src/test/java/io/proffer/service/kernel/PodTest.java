package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.model.PathId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods: several containers that make one instance. */
class PodTest {

  private static final String POD =
      "{'id':'/shop','environment':{'A':'pod','B':'pod'},'containers':["
          + "{'name':'web','exec':{'command':{'shell':'serve'}},"
          + "'resources':{'cpus':0.5,'mem':64},'environment':{'B':'web'},"
          + "'endpoints':[{'name':'http','hostPort':0}],"
          + "'healthCheck':{'http':{'endpoint':'http','path':'/up'}},"
          + "'volumeMounts':[{'name':'scratch','mountPath':'s'}]},"
          + "{'name':'log','image':{'kind':'DOCKER','id':'logger'},"
          + "'resources':{'cpus':0.25,'mem':32},"
          + "'volumeMounts':[{'name':'scratch','mountPath':'/s'}]}],"
          + "'volumes':[{'name':'scratch'}],'scaling':{'kind':'fixed','instances':1}}";

  private final Town town = new Town();

  @BeforeEach
  void begin() {
    town.agent("a1", "cpus:4;mem:1000;disk:100;ports:[31000-31009]", "");
  }

  private void create() {
    assertThat(town.change(town.pods.create(Town.json(POD)), false))
        .isInstanceOf(Outcome.Accepted.class);
    town.settle();
  }

  private TaskInfo task(String container) {
    return town.tasks.values().stream()
        .filter(task -> task.getName().equals(container))
        .findFirst()
        .orElseThrow();
  }

  private void healthy(String container) {
    town.told(
        TaskStatus.newBuilder().setState(TaskState.TASK_RUNNING).setHealthy(true),
        task(container).getTaskId().getValue());
  }

  @Test
  void launchesItsContainersTogether() {
    create();

    Instance instance = town.instances("/shop").getFirst();
    assertThat(town.tasks.keySet())
        .containsExactly(instance.instanceId() + ".web", instance.instanceId() + ".log");
    int port = instance.hostPorts().getFirst();
    Map<String, String> env = new TreeMap<>();
    for (Environment.Variable v : task("web").getCommand().getEnvironment().getVariablesList()) {
      env.put(v.getName(), v.getValue());
    }
    assertThat(env)
        .containsEntry("A", "pod")
        .containsEntry("B", "web")
        .containsEntry("ENDPOINT_HTTP", Integer.toString(port))
        .containsEntry("EP_HOST_HTTP", Integer.toString(port))
        .containsEntry("MARATHON_CONTAINER_ID", "web");
    assertThat(task("web").getHealthCheck().getType()).isEqualTo(HealthCheck.Type.HTTP);
    assertThat(task("web").getHealthCheck().getHttp().getPort()).isEqualTo(port);
    assertThat(task("log").getContainer().getMesos().getImage().getDocker().getName())
        .isEqualTo("logger");
    assertThat(task("log").getContainer().getVolumes(0).getSource().getSandboxPath().getPath())
        .isEqualTo("scratch");
  }

  @Test
  void isWellWhenAllItsContainersAre() {
    create();
    assertThat(town.instances("/shop").getFirst().condition()).isEqualTo(Condition.Running);
    assertThat(town.snapshot().deployments()).hasSize(1);

    healthy("web");

    assertThat(town.instances("/shop").getFirst().healthy()).contains(true);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"TASK_FAILED", "TASK_FINISHED"})
  void endsAsAWholeAndIsLaunchedAgain(TaskState end) {
    create();
    healthy("web");
    String before = town.instances("/shop").getFirst().instanceId();

    town.told(before + ".log", end);
    assertThat(town.killing).containsExactly(before + ".web");
    town.pass(java.time.Duration.ofSeconds(2));
    town.settle();

    assertThat(town.instances("/shop")).hasSize(1);
    assertThat(town.instances("/shop").getFirst().instanceId()).isNotEqualTo(before);
    assertThat(town.tasks).hasSize(2);
  }

  /** However much of what it decides a process stores before it dies. */
  @Test
  void noProcessLeavesAnInstanceThatNobodyAsksAbout() {
    String one =
        "{'id':'/one','containers':[{'name':'web','exec':{'command':{'shell':'serve'}},"
            + "'resources':{'cpus':0.5,'mem':64}}],'scaling':{'kind':'fixed','instances':1}}";
    town.change(town.pods.create(Town.json(one)), false);
    town.settle();
    int before = town.facts.size();
    town.told(town.instances("/one").getFirst().instanceId() + ".web", TaskState.TASK_GONE);

    for (int stored = before; stored <= town.facts.size(); stored++) {
      ServiceKernel next = new ServiceKernel(7);
      next.restore(town.facts.subList(0, stored));
      assertThat(next.instances()).allSatisfy(i -> assertThat(i.taskIds()).isNotEmpty());
    }
  }

  @Test
  void anUpdateReplacesAllContainers() {
    create();
    healthy("web");
    List<String> before = List.copyOf(town.tasks.keySet());
    town.change(
        town.pods.update(PathId.of("/shop"), Town.json(POD.replace("serve", "serve2"))), false);
    town.settle();
    assertThat(town.tasks).hasSize(4).containsKeys(before.toArray(String[]::new));

    town.instances("/shop").stream()
        .skip(1)
        .forEach(
            fresh ->
                town.told(
                    TaskStatus.newBuilder().setState(TaskState.TASK_RUNNING).setHealthy(true),
                    fresh.instanceId() + ".web"));
    town.settle();

    assertThat(town.tasks).hasSize(2).doesNotContainKeys(before.toArray(String[]::new));
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  private static final String DB =
      "{'id':'/db','role':'prod','containers':["
          + "{'name':'db','exec':{'command':{'shell':'%s'}},'resources':{'cpus':0.5,'mem':64},"
          + "'endpoints':[{'name':'sql','hostPort':0}],'check':{'tcp':{'endpoint':'sql'}},"
          + "'volumeMounts':[{'name':'data','mountPath':'/var/lib/db'}]},"
          + "{'name':'copy','exec':{'command':{'shell':'copy'}},'resources':{'cpus':0.1,'mem':32},"
          + "'volumeMounts':[{'name':'data','mountPath':'from','readOnly':true}]}],"
          + "'volumes':[{'name':'data','persistent':{'size':100}}]}";

  private static List<String> volumes(Action.LaunchGroup group) {
    return group.executor().getResourcesList().stream()
        .filter(resource -> resource.getDisk().hasPersistence())
        .map(resource -> resource.getDisk().getPersistence().getId())
        .toList();
  }

  @Test
  void oneWithAPersistentVolumeComesBackToIt() {
    Town prod = new Town("prod").agent("a1", "cpus:4;mem:1000;disk:1000;ports:[31000-31009]", "");
    assertThat(prod.change(prod.pods.create(Town.json(DB.formatted("serve"))), false))
        .isInstanceOf(Outcome.Accepted.class);
    prod.settle();
    Instance before = prod.instances("/db").getFirst();
    List<String> volume = volumes(prod.launched.getFirst());
    assertThat(volume).singleElement().asString().startsWith("db#data#");
    TaskInfo task = prod.launched.getFirst().tasks().getTasks(0);
    assertThat(task.getContainer().getVolumes(0).getSource().getSandboxPath().getPath())
        .isEqualTo("data");
    assertThat(task.getCheck().getTcp().getPort()).isEqualTo(before.hostPorts().getFirst());
    assertThat(task.getResourcesList()).allMatch(r -> r.getReservationsCount() == 1);

    prod.told(before.instanceId() + ".copy", TaskState.TASK_FAILED);
    assertThat(prod.killing).containsExactly(before.instanceId() + ".db");
    prod.pass(Duration.ofSeconds(2));
    prod.settle();

    assertThat(prod.tasks.keySet())
        .containsExactly(before.instanceId() + ".db.2", before.instanceId() + ".copy.2");
    assertThat(volumes(prod.launched.getLast())).isEqualTo(volume);
    assertThat(prod.launched.getLast().executor().getExecutorId().getValue())
        .isEqualTo("instance-" + before.instanceId() + ".2");
    assertThat(prod.snapshot().deployments()).isEmpty();

    prod.takeOver();
    prod.change(prod.pods.update(PathId.of("/db"), Town.json(DB.formatted("serve --fast"))), false);
    prod.settle();

    assertThat(volumes(prod.launched.getLast())).isEqualTo(volume);
    assertThat(prod.tasks).hasSize(2).containsKey(before.instanceId() + ".db.3");
    assertThat(prod.applied).hasSize(2);
    prod.change(prod.pods.remove(PathId.of("/db")), false);
    prod.settle();
    assertThat(prod.tasks).isEmpty();
    assertThat(prod.applied)
        .extracting(operation -> operation.getType().name())
        .containsExactly("RESERVE", "CREATE", "DESTROY", "UNRESERVE");
  }
}
