package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STAGING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.FromAgent.ReportedTask;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** Agents that register again at a bad moment; each case was found by the simulator. */
class ReregistrationTest {
  private final Cluster cluster = new Cluster();
  private final TestAgent agent =
      TestAgent.registered(cluster, "cpus:2;mem:4096;disk:10000;ports:[31000-32000]");
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  private void launches(String task) {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task(task, offer).build());
  }

  private void registersAgain(AgentLink link, List<ReportedTask> tasks) {
    FrameworkInfo own = scheduler.info().toBuilder().setId(scheduler.protoId()).build();
    registersAgain(link, tasks, List.of(own));
  }

  private void registersAgain(
      AgentLink link, List<ReportedTask> tasks, List<FrameworkInfo> frameworks) {
    cluster.agentSays(
        link,
        new FromAgent.Reregister(
            agent.info().toBuilder().setId(agent.id().toProto()).build(),
            agent.address(),
            "0.1.0",
            List.of(),
            tasks,
            frameworks,
            List.of()));
  }

  @Test
  void aRetryThatCrossesALaunchDoesNotLoseTheTask() {
    agent.losesLink();
    scheduler.takeEvents();
    agent.returns();
    launches("t1");
    scheduler.takeEvents();

    registersAgain(agent.link(), List.of());

    assertThat(agent.messages(ToAgent.Reregistered.class)).hasSize(1);
    assertThat(scheduler.takeEvents()).isEmpty();
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.parse("cpus:0.1;mem:32"));
  }

  @Test
  void aTaskThatEndedOutOfSightIsOverOnceItsEndIsAcknowledged() {
    launches("t1");
    agent.reports("t1", TASK_RUNNING);
    scheduler.acknowledges("t1", agent.id(), TASK_RUNNING);
    agent.losesLink();
    cluster.advance(Duration.ofMinutes(11));
    scheduler.takeEvents();
    TaskStatus finished = TestAgent.status("t1", TASK_FINISHED);
    AgentLink link = new AgentLink(cluster.nextNumber(), 0);
    registersAgain(link, List.of(reported("t1", TASK_FINISHED, Optional.of(finished))));

    // It was sent before, to this master, while the link broke: the framework has not got it.
    cluster.agentSays(link, new FromAgent.StatusUpdate(scheduler.id(), finished, TASK_FINISHED));
    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TASK_FINISHED);
    scheduler.acknowledges("t1", agent.id(), TASK_FINISHED);

    assertThat(cluster.state().tasks(scheduler.id())).isEmpty();
    assertThat(cluster.state().completedTasks(scheduler.id()))
        .singleElement()
        .satisfies(task -> assertThat(task.toldState()).isNotEqualTo(TASK_UNREACHABLE))
        .extracting(Task::state)
        .isEqualTo(TASK_FINISHED);
  }

  /** The framework hears of its task in order: what it was not told yet it is not told now. */
  @Test
  void reconciliationDoesNotRunAheadOfTheUpdatesOfARecoveredTask() {
    AgentLink link = new AgentLink(cluster.nextNumber(), 0);
    registersAgain(link, List.of(reported("t1", TASK_FINISHED, Optional.empty())));
    scheduler.takeEvents();

    scheduler.reconcilesAll();

    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TASK_STAGING);
  }

  @Test
  void aRecoveredFrameworkThatNeverComesIsEndedLikeOneThatLeft() {
    FrameworkId gone = new FrameworkId("gone");
    FrameworkInfo info =
        TestScheduler.framework("r1").setId(gone.toProto()).setFailoverTimeout(60).build();
    ReportedTask task =
        new ReportedTask(
            gone,
            Tasks.task("t1", agent.id()).build(),
            "r1",
            TestAgent.status("t1", TASK_RUNNING),
            Optional.empty(),
            Optional.empty());
    AgentLink link = new AgentLink(cluster.nextNumber(), 0);
    registersAgain(link, List.of(task), List.of(info));
    cluster.advanceWithHealthyAgents(Duration.ofMinutes(9));
    assertThat(cluster.state().framework(gone)).as("it has as long as agents have").isPresent();

    cluster.advanceWithHealthyAgents(Duration.ofMinutes(1));

    assertThat(cluster.state().isCompleted(gone)).isTrue();
    assertThat(cluster.state().usedOn(agent.id()).isEmpty()).isTrue();
    assertThat(cluster.takeMessages(link)).contains(new ToAgent.TeardownFramework(gone));
  }

  @Test
  void twoTasksOnOnePortAreTakenForWhatTheyAre() {
    FrameworkId ending = new FrameworkId("ending");
    FrameworkInfo info = TestScheduler.framework("r1").setId(ending.toProto()).build();
    Offer any = scheduler.takeOffer();
    ReportedTask old =
        new ReportedTask(
            ending,
            Tasks.task("old", any, "cpus:1;mem:32;ports:[31000-31001]").build(),
            "r1",
            TestAgent.status("old", TASK_RUNNING),
            Optional.empty(),
            Optional.empty());
    ReportedTask successor =
        new ReportedTask(
            scheduler.id(),
            Tasks.task("new", any, "cpus:1;mem:32;ports:[31001-31002]").build(),
            "r1",
            TestAgent.status("new", TASK_RUNNING),
            Optional.empty(),
            Optional.empty());
    FrameworkInfo own = scheduler.info().toBuilder().setId(scheduler.protoId()).build();
    AgentLink link = new AgentLink(cluster.nextNumber(), 0);
    registersAgain(link, List.of(old, successor), List.of(info, own));

    cluster.agentSays(
        link,
        new FromAgent.StatusUpdate(ending, TestAgent.status("old", TASK_FINISHED), TASK_FINISHED));

    assertThat(cluster.state().usedOn(agent.id()))
        .isEqualTo(Resources.parse("cpus:1;mem:32;ports:[31001-31002]"));
    assertThat(cluster.state().freeOn(agent.id()).ports().contains(31001)).isFalse();

    cluster.agentSays(
        link,
        new FromAgent.StatusUpdate(
            scheduler.id(), TestAgent.status("new", TASK_FINISHED), TASK_FINISHED));

    assertThat(cluster.state().usedOn(agent.id()).isEmpty()).isTrue();
  }

  private ReportedTask reported(String id, TaskState latest, Optional<TaskStatus> forwarded) {
    return new ReportedTask(
        scheduler.id(),
        Tasks.task(id, agent.id()).build(),
        "r1",
        TestAgent.status(id, latest),
        forwarded,
        Optional.empty());
  }
}
