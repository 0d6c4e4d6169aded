package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.change.AppChanges;
import io.proffer.service.change.RefusedException;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** Apps come, change and go, step by step. */
class DeploymentTest {

  private final Town town =
      new Town()
          .agent("a1", "cpus:10;mem:10000;ports:[31000-31099]", "")
          .agent("a2", "cpus:10;mem:10000;ports:[31000-31099]", "");

  @Test
  void aChangeThatIsStoredInPartIsMadeWholeOrNotAtAll() {
    Town town = new Town().agent("a1", "cpus:10;mem:10000;ports:[1-100]", "");
    town.create("{'id':'/web','cmd':'v1','instances':2}");
    town.create("{'id':'/db','cmd':'v1','instances':1}");
    town.settle();
    int before = town.facts.size();
    town.update("/web", "{'cmd':'v2'}");
    town.change(town.apps.remove(PathId.of("/db")), false);

    for (int stored = before; stored <= town.facts.size(); stored++) {
      ServiceKernel next = new ServiceKernel(2);
      next.restore(town.facts.subList(0, stored));
      next.resume(town.now);
      ServiceSnapshot then = next.snapshot(town.now);

      for (App app : then.tree().apps().values()) {
        boolean asWanted =
            then.instances(app.id()).stream()
                .allMatch(i -> i.configVersion().equals(app.versions().lastConfigChangeAt()));
        assertThat(asWanted || then.deploymentOf(app.id()).isPresent())
            .as("%s after %s facts", app.id(), stored)
            .isTrue();
      }
      for (Instance instance : then.allInstances()) {
        assertThat(
                then.tree().apps().containsKey(instance.app())
                    || then.deploymentOf(instance.app()).isPresent())
            .as("%s after %s facts", instance.taskId(), stored)
            .isTrue();
      }
    }
  }

  @Test
  void startsAnAppAndSpreadsItsInstances() {
    Outcome outcome = town.create("{'id':'/web','cmd':'serve','instances':2}");
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    assertThat(town.kernel.wantsOffers(town.now)).isTrue();

    town.offer();
    assertThat(town.snapshot().deployments()).hasSize(1);
    town.settle();

    assertThat(town.hosts("/web")).containsExactly("a1.example", "a2.example");
    assertThat(town.deployments())
        .containsExactly("StepBegun", "StepDone", "StepBegun", "StepDone", "DeploymentSucceeded");
    assertThat(town.kernel.wantsOffers(town.now)).isFalse();
    assertThat(town.tasks.values()).allSatisfy(task -> assertThat(task.getName()).isEqualTo("web"));
    assertThat(town.tasks.keySet())
        .allSatisfy(id -> assertThat(id).matches("web\\.instance-[0-9a-f-]{36}\\._app\\.1"));
  }

  @Test
  void scalesDownByKillingTheYoungest() {
    town.create("{'id':'/web','cmd':'serve','instances':1}");
    town.settle();
    String oldest = town.instances("/web").getFirst().taskId();
    town.now = town.now.plusSeconds(60);
    town.update("/web", "{'instances':3}");
    town.settle();

    town.update("/web", "{'instances':1}");
    town.settle();

    assertThat(town.instances("/web")).extracting(Instance::taskId).containsExactly(oldest);
    assertThat(town.app("/web").versions().lastConfigChangeAt())
        .isBefore(town.app("/web").versions().lastScalingAt());
  }

  @Test
  void replacesInstancesOfAnOlderConfigurationButNotBeforeNewOnesAreWell() {
    town.create(
        "{'id':'/web','cmd':'v1','instances':2,"
            + "'healthChecks':[{'protocol':'MESOS_HTTP'}],"
            + "'upgradeStrategy':{'minimumHealthCapacity':1,'maximumOverCapacity':0.5}}");
    town.offer();
    town.runAll();
    town.tasks.keySet().forEach(this::well);
    List<String> old = List.copyOf(town.tasks.keySet());

    town.update("/web", "{'cmd':'v2'}");
    town.offer();
    town.runAll();

    assertThat(town.killing).isEmpty();
    assertThat(town.tasks).hasSize(3);
    List.copyOf(town.tasks.keySet()).stream().filter(id -> !old.contains(id)).forEach(this::well);
    assertThat(town.killing).hasSize(1);
    assertThat(old).containsAll(town.killing);
  }

  private void well(String task) {
    town.told(TaskStatus.newBuilder().setState(TaskState.TASK_RUNNING).setHealthy(true), task);
  }

  @Test
  void restartReplacesAllInstances() {
    town.create("{'id':'/web','cmd':'serve','instances':2}");
    town.settle();
    List<String> before = List.copyOf(town.tasks.keySet());

    town.change(town.apps.restart(PathId.of("/web")), false);
    town.settle();

    assertThat(town.tasks).hasSize(2);
    assertThat(town.tasks.keySet()).doesNotContainAnyElementsOf(before);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void anAppThatIsRemovedIsGoneWithItsInstancesAndVersions() {
    town.create("{'id':'/web','cmd':'serve','instances':2}");
    town.settle();

    town.change(town.apps.remove(PathId.of("/web")), true);
    assertThat(town.snapshot().tree().apps()).isEmpty();
    assertThat(town.killing).hasSize(2);
    town.settle();

    assertThat(town.tasks).isEmpty();
    assertThat(town.snapshot().versions()).isEmpty();
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void theEndOfAnAppThatIsStoredInPartIsCompletedByTheNextProcess() {
    town.create("{'id':'/web','cmd':'serve','instances':2}");
    town.settle();
    town.told(List.copyOf(town.tasks.keySet()).getFirst(), TaskState.TASK_FAILED);
    town.settle();
    int before = town.facts.size();
    town.change(town.apps.remove(PathId.of("/web")), true);
    town.settle();
    int goneAt = 0;
    for (int i = before; i < town.facts.size(); i++) {
      goneAt = town.facts.get(i) instanceof Fact.InstanceRemoved ? i : goneAt;
    }

    for (int stored = goneAt + 1; stored <= town.facts.size(); stored++) {
      ServiceKernel next = new ServiceKernel(2);
      next.restore(town.facts.subList(0, stored));
      next.resume(town.now);
      ServiceSnapshot then = next.snapshot(town.now);

      String when = "after %d of %d facts".formatted(stored, town.facts.size());
      assertThat(then.deployments()).as(when).isEmpty();
      assertThat(then.versions()).as(when).isEmpty();
      assertThat(then.failures()).as(when).isEmpty();
      assertThat(next.history(PathId.of("/web"))).as(when).isEmpty();
    }
  }

  @Test
  void whatOthersNeedIsStartedFirst() {
    town.change(
        town.groups.update(
            PathId.ROOT,
            Town.json(
                "{'id':'/','groups':[{'id':'shop','apps':["
                    + "{'id':'web','cmd':'w','dependencies':['db']},{'id':'db','cmd':'d'}]}]}")),
        false);
    town.offer();
    assertThat(town.instances("/shop/db")).hasSize(1);
    assertThat(town.instances("/shop/web")).isEmpty();

    town.settle();

    assertThat(town.instances("/shop/web")).hasSize(1);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void refusesDependenciesInACircle() {
    Outcome outcome =
        town.change(
            town.groups.update(
                PathId.ROOT,
                Town.json(
                    "{'apps':[{'id':'a','cmd':'x','dependencies':['b']},"
                        + "{'id':'b','cmd':'x','dependencies':['a']}]}")),
            false);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    RefusedException why = ((Outcome.Refused) outcome).why();
    assertThat(why).hasMessage("Object is not valid");
    assertThat(why.details())
        .containsEntry(
            "/dependencies", List.of("Dependency graph has cyclic dependencies: /a -> /b -> /a"));
    assertThat(town.snapshot().tree().apps()).isEmpty();
  }

  @Test
  void anAppThatIsBeingChangedIsLockedUnlessForced() {
    town.create("{'id':'/web','cmd':'serve'}");
    String running = town.snapshot().deployments().getFirst().id();

    assertThat(town.update("/web", "{'instances':2}"))
        .isEqualTo(new Outcome.Locked(List.of(running)));
    assertThat(town.app("/web").instances()).isEqualTo(1);

    Outcome forced =
        town.change(
            town.apps.update(
                PathId.of("/web"), Town.json("{'instances':2}"), AppChanges.Mode.UPDATE),
            true);
    assertThat(forced).isInstanceOf(Outcome.Accepted.class);
    assertThat(town.deployments()).contains("DeploymentFailed");
    town.settle();
    assertThat(town.instances("/web")).hasSize(2);
  }

  @Test
  void aDeploymentThatIsRolledBackLeavesTheOldInstances() {
    town.create("{'id':'/web','cmd':'v1','instances':2}");
    town.settle();
    List<String> before = List.copyOf(town.tasks.keySet());
    town.update("/web", "{'cmd':'v2','cpus':100}");
    town.offer();
    String stuck = town.snapshot().deployments().getFirst().id();

    assertThat(town.kernel.rollBack(stuck, town.now)).isPresent();
    town.settle();

    assertThat(town.app("/web").spec().run().cmd()).contains("v1");
    assertThat(town.tasks.keySet()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(town.snapshot().deployments()).isEmpty();
  }

  @Test
  void goesBackToAVersion() {
    town.create("{'id':'/web','cmd':'v1'}");
    town.settle();
    String first = town.app("/web").versions().version().toString();
    town.now = town.now.plusSeconds(1);
    town.update("/web", "{'cmd':'v2'}");
    town.settle();

    town.update("/web", "{'version':'" + first + "'}");
    town.settle();

    assertThat(town.app("/web").spec().run().cmd()).contains("v1");
    assertThat(town.snapshot().versions().get(PathId.of("/web"))).hasSize(3);
    assertThat(town.instances("/web")).hasSize(1);
  }

  @Test
  void aKernelThatTakesOverGoesOnWhereTheOtherWas() {
    town.create("{'id':'/web','cmd':'v1','instances':2}");
    town.settle();
    town.update("/web", "{'cmd':'v2'}");
    town.offer();
    town.runAll();

    ServiceKernel next = new ServiceKernel(2);
    next.restore(town.facts);
    town.kernel = next;
    next.resume(town.now);
    town.settle();

    assertThat(town.instances("/web"))
        .hasSize(2)
        .allSatisfy(
            i ->
                assertThat(i.configVersion())
                    .isEqualTo(town.app("/web").versions().lastConfigChangeAt()));
    assertThat(town.snapshot().deployments()).isEmpty();
  }
}
