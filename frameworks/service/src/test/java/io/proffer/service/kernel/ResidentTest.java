package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances with persistent volumes stay with them. */
class ResidentTest {

  private static final String DB =
      "'cmd':'x','cpus':1,'mem':128,'container':{'type':'MESOS','volumes':[{'containerPath':'data',"
          + "'mode':'RW','persistent':{'size':100}}]}";

  private final Town town = new Town("prod");

  @BeforeEach
  void begin() {
    town.agent("a1", "cpus:2;mem:1024;disk:1000;ports:[31000-31009]", "");
  }

  private void create(int instances) {
    assertThat(town.create("{'id':'/db','instances':" + instances + "," + DB + "}"))
        .isInstanceOf(Outcome.Accepted.class);
    town.settle();
  }

  private static List<String> volumes(TaskInfo task) {
    return task.getResourcesList().stream()
        .filter(resource -> resource.getDisk().hasPersistence())
        .map(ResidentTest::volume)
        .toList();
  }

  private static String volume(Resource resource) {
    return resource.getDisk().getPersistence().getId();
  }

  private TaskInfo onlyTask() {
    return town.tasks.values().iterator().next();
  }

  @Test
  void whatItReservesIsInTheNameOfItsPrincipal() {
    town.kernel = new ServiceKernel(1, Optional.of("marathon"));
    create(1);

    for (Operation operation : town.applied) {
      for (Resource reserved : operation.getReserve().getResourcesList()) {
        assertThat(reserved.getReservations(0).getPrincipal()).isEqualTo("marathon");
      }
      for (Resource volume : operation.getCreate().getVolumesList()) {
        assertThat(volume.getDisk().getPersistence().getPrincipal()).isEqualTo("marathon");
      }
    }
    assertThat(onlyTask().getResourcesList())
        .allSatisfy(
            used -> assertThat(used.getReservations(0).getPrincipal()).isEqualTo("marathon"));
  }

  @Test
  void reservesEverythingAndMakesTheVolumeInOneGo() {
    create(1);

    assertThat(town.applied)
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.RESERVE, Operation.Type.CREATE);
    TaskInfo task = onlyTask();
    String instance = town.instances("/db").getFirst().instanceId();
    assertThat(volumes(task))
        .containsExactly("db#data#" + instance.substring("db.instance-".length()));
    assertThat(task.getResourcesList())
        .allSatisfy(
            resource -> {
              assertThat(resource.getReservations(0).getRole()).isEqualTo("prod");
              assertThat(resource.getReservations(0).getLabels().getLabelsList())
                  .extracting(label -> label.getKey() + "=" + label.getValue())
                  .containsExactly("marathon_framework_id=f", "marathon_task_id=" + instance);
            });
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void comesBackToItsVolumeAfterAFailure() {
    create(1);
    Instance before = town.instances("/db").getFirst();
    List<String> volume = volumes(onlyTask());
    town.agent("a2", "cpus:9;mem:1024;disk:1000;ports:[31000-31009]", "");

    town.told(before.taskId(), TaskState.TASK_FAILED);
    assertThat(town.instances("/db").getFirst().isSuspended()).isTrue();
    town.pass(Duration.ofSeconds(2));
    town.settle();

    Instance after = town.instances("/db").getFirst();
    assertThat(town.instances("/db")).hasSize(1);
    assertThat(after.taskId()).isEqualTo(before.instanceId() + "._app.2");
    assertThat(after.site()).isEqualTo(before.site());
    assertThat(volumes(onlyTask())).isEqualTo(volume);
    assertThat(town.applied).hasSize(2);
  }

  @Test
  void anUpdateKeepsTheVolumeAndIsNeverTwoAtOnce() {
    create(1);
    List<String> volume = volumes(onlyTask());

    town.update("/db", "{'cmd':'y'}");
    town.settle();

    assertThat(onlyTask().getCommand().getValue()).isEqualTo("y");
    assertThat(volumes(onlyTask())).isEqualTo(volume);
    assertThat(town.applied).hasSize(2);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void isWaitedForHoweverLongItsAgentIsAway() {
    create(1);
    String task = onlyTask().getTaskId().getValue();
    town.told(task, TaskState.TASK_UNREACHABLE);
    town.pass(Duration.ofDays(2));
    town.settle();

    assertThat(town.instances("/db")).hasSize(1);
    assertThat(town.tasks).hasSize(1);
    town.told(task, TaskState.TASK_RUNNING);
    assertThat(town.killing).isEmpty();
  }

  @Test
  void anUpdateWaitsForWhatIsAwayAndLeavesItItsVolume() {
    create(1);
    List<String> volume = volumes(onlyTask());
    town.told(onlyTask().getTaskId().getValue(), TaskState.TASK_UNREACHABLE);
    town.agent("a2", "cpus:9;mem:1024;disk:1000;ports:[31000-31009]", "");

    town.update("/db", "{'cmd':'y'}");
    town.pass(Duration.ofMinutes(1));
    town.offer();
    assertThat(town.instances("/db")).hasSize(1);
    assertThat(town.tasks).hasSize(1);

    town.settle(); // It is back, and ends as it was asked to.
    assertThat(onlyTask().getCommand().getValue()).isEqualTo("y");
    assertThat(volumes(onlyTask())).isEqualTo(volume);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void scalingDownDoesNotWaitForWhatIsAway() {
    create(2);
    town.told(onlyTask().getTaskId().getValue(), TaskState.TASK_UNREACHABLE);

    town.update("/db", "{'instances':1}");
    town.pass(Duration.ofMinutes(1));

    assertThat(town.snapshot().deployments()).isEmpty();
    assertThat(town.instances("/db")).hasSize(2);
  }

  @Test
  void whatIsToEndWhenItsAgentIsBackCanBeWiped() {
    create(1);
    town.told(onlyTask().getTaskId().getValue(), TaskState.TASK_UNREACHABLE);
    town.update("/db", "{'instances':0}");

    town.kernel.wipe(List.of(town.instances("/db").getFirst().taskId()), town.now);

    assertThat(town.instances("/db")).isEmpty();
  }

  @Test
  void isNotReplacedBeforeItEnds() {
    assertThat(
            town.create(
                "{'id':'/db','healthChecks':[{'protocol':'TCP'}],'proffer':{'unhealthy':{}},"
                    + DB
                    + "}"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.why().details()).containsKey("/proffer/unhealthy"));
  }

  @Test
  void scalingDownKeepsVolumesAndScalingUpUsesThem() {
    create(2);
    town.update("/db", "{'instances':1}");
    town.settle();
    assertThat(town.tasks).hasSize(1);
    assertThat(town.instances("/db")).hasSize(2);
    assertThat(town.snapshot().deployments()).isEmpty();

    town.update("/db", "{'instances':2}");
    town.settle();
    assertThat(town.tasks).hasSize(2);
    assertThat(town.instances("/db")).hasSize(2);
  }

  @Test
  void wipingRemovesTheVolumeAndMakesANewOne() {
    create(1);
    List<String> volume = volumes(onlyTask());

    town.kernel.wipe(List.of(onlyTask().getTaskId().getValue()), town.now);
    town.settle();

    assertThat(volumes(onlyTask())).hasSize(1).isNotEqualTo(volume);
    assertThat(town.applied)
        .extracting(Operation::getType)
        .contains(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
  }

  @Test
  void anAppThatIsRemovedGivesEverythingBack() {
    create(2);
    town.change(town.apps.remove(io.proffer.service.model.PathId.of("/db")), true);
    town.settle();
    assertThat(town.tasks).isEmpty();

    town.create("{'id':'/web','cmd':'x','cpus':2,'mem':1024,'disk':1000}");
    town.settle();
    assertThat(town.tasks).hasSize(1);
  }

  @Test
  void whatWasReservedCannotBeChanged() {
    create(1);
    assertThat(town.update("/db", "{'cpus':2}"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.why().details())
                    .containsEntry(
                        "/", List.of("Resident Tasks may not change resource requirements!")));
  }

  @Test
  void whoHasTheNumberHasTheVolume() {
    town.agent("a2", "cpus:2;mem:1024;disk:1000;ports:[31000-31009]", "");
    town.create("{'id':'/db','instances':3," + DB + ",'proffer':{'indexed':true}}");
    town.settle();
    Map<Integer, List<String>> volumes = volumesByIndex();
    assertThat(volumes).containsOnlyKeys(0, 1, 2);

    town.update("/db", "{'instances':1}");
    town.settle();
    assertThat(volumesByIndex()).containsExactly(Map.entry(0, volumes.getOrDefault(0, List.of())));
    town.update("/db", "{'cmd':'y'}");
    town.settle();
    town.takeOver();
    town.update("/db", "{'instances':2}");
    town.settle();

    volumes.remove(2);
    assertThat(volumesByIndex()).isEqualTo(volumes);
    assertThat(town.applied).hasSize(6);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  /** Of the instances that run. */
  private Map<Integer, List<String>> volumesByIndex() {
    Map<Integer, List<String>> volumes = new TreeMap<>();
    for (Instance instance : town.instances("/db")) {
      TaskInfo task = town.tasks.get(instance.taskId());
      if (task != null) {
        volumes.put(instance.extras().index().orElseThrow(), volumes(task));
      }
    }
    return volumes;
  }
}
