package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.model.PathId;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** What is said of apps that are not as they are wanted, and of what became of their tasks. */
class WhyTest {

  private final Town town = new Town();

  private List<Cause> why(String id) {
    return Why.of(town.app(id), town.snapshot(), town.kernel.beyond());
  }

  @Test
  void namesWhatOffersLackedWhereAndWhatWouldHelp() {
    town.agent("a1", "cpus:1;mem:64;ports:[31000-31001]", "")
        .agent("a2", "cpus:0.1;mem:10000;ports:[31000-31001]", "")
        .agent("a3", "cpus:0.1;mem:64;ports:[31000-31001]", "");
    town.create("{'id':'/web','cmd':'x','cpus':0.5,'mem':128,'instances':2}");
    town.offer();

    List<Cause> causes = why("/web");

    assertThat(causes)
        .extracting(Cause::kind)
        .containsExactlyInAnyOrder("InsufficientCpus", "InsufficientMemory");
    assertThat(causes).allSatisfy(c -> assertThat(c.count() + " of " + c.of()).isEqualTo("2 of 3"));
    Cause cpus =
        causes.stream().filter(c -> c.kind().equals("InsufficientCpus")).findFirst().orElseThrow();
    assertThat(cpus.words()).isEqualTo("needs 0.5 cpus, 0.1 left");
    assertThat(cpus.example().orElseThrow().hostname()).isEqualTo("a2.example");
    assertThat(cpus.help())
        .startsWith("ask for less cpus")
        .endsWith("nothing else stands in the way at a2.example");
  }

  @Test
  void forgetsAReasonThatDoesNotHoldAnyMore() {
    town.agent("a1", "cpus:1;mem:1000;ports:[31000-31009]", "");
    town.create("{'id':'/web','cmd':'x','cpus':1,'instances':2}");
    town.settle();
    assertThat(why("/web")).extracting(Cause::kind).containsExactly("InsufficientCpus");

    town.agent("a2", "cpus:1;mem:1000;ports:[31000-31009]", "");
    town.settle();

    assertThat(why("/web")).isEmpty();
  }

  @Test
  void saysThatNobodyOffersAndThatInstancesFail() {
    town.create("{'id':'/web','cmd':'x'}");
    assertThat(why("/web")).extracting(Cause::kind).containsExactly("NoOffers");
    town.agent("a1", "cpus:1;mem:1000;ports:[31000-31009]", "");
    town.settle();
    town.told(
        TaskStatus.newBuilder()
            .setState(TaskState.TASK_FAILED)
            .setReason(TaskStatus.Reason.REASON_COMMAND_EXECUTOR_FAILED)
            .setMessage("Command exited with status 7"),
        town.tasks.keySet().iterator().next());

    Cause backoff = why("/web").getFirst();

    assertThat(backoff.kind()).isEqualTo("Backoff");
    assertThat(backoff.words()).contains("TASK_FAILED on a1.example, Command exited with status 7");
    Past past = town.kernel.history(PathId.of("/web")).getFirst();
    assertThat(past.reason()).contains("REASON_COMMAND_EXECUTOR_FAILED");
    assertThat(past.message()).isEqualTo("Command exited with status 7");
    assertThat(past.killed()).isEmpty();
    assertThat(past.startedAt()).isPresent();
  }

  @Test
  void saysWhichAppsComeFirst() {
    town.change(
        town.groups.update(
            PathId.ROOT,
            Town.json(
                "{'apps':[{'id':'web','cmd':'w','dependencies':['/db']},"
                    + "{'id':'db','cmd':'d','cpus':50}]}")),
        false);
    town.agent("a1", "cpus:1;mem:1000;ports:[31000-31009]", "");
    town.offer();

    assertThat(why("/web")).extracting(Cause::kind).containsExactly("WaitsForOthers");
    assertThat(why("/web").getFirst().words()).endsWith("comes first: /db");
    assertThat(why("/db")).extracting(Cause::kind).containsExactly("InsufficientCpus");
  }

  @Test
  void tellsInstancesThatRunFromThoseThatAreWell() {
    town.agent("a1", "cpus:9;mem:1000;ports:[31000-31009]", "");
    town.create("{'id':'/web','cmd':'x','instances':2,'healthChecks':[{'protocol':'MESOS_TCP'}]}");
    town.offer();
    assertThat(why("/web")).extracting(Cause::kind).containsExactly("NotRunningYet");

    town.runAll();

    assertThat(why("/web")).extracting(Cause::kind).containsExactly("NotHealthy");
    assertThat(why("/web").getFirst().words())
        .isEqualTo("2 of 2 instances run, but are not healthy");
  }

  @Test
  void remembersTheLastTasksOfAnAppAndNoMore() {
    town.agent("a1", "cpus:9;mem:1000;ports:[31000-31009]", "");
    town.create("{'id':'/web','cmd':'x','backoffSeconds':0}");
    for (int i = 0; i < 60; i++) {
      town.settle();
      town.told(town.tasks.keySet().iterator().next(), TaskState.TASK_FINISHED);
    }
    town.takeOver();

    List<Past> history = town.kernel.history(PathId.of("/web"));
    assertThat(history).hasSize(50);
    assertThat(history.getLast().number()).isEqualTo(59);

    town.change(town.apps.remove(PathId.of("/web")), true);
    town.settle();
    assertThat(town.kernel.history(PathId.of("/web"))).isEmpty();
  }
}
