package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.kernel.CallOutcome.Accepted;
import io.proffer.master.state.Task;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** A task's way from an offer to its end. */
class TaskLifeTest {
  private final Cluster cluster = new Cluster();
  private final TestAgent agent =
      TestAgent.registered(cluster, "cpus:2;mem:4096;disk:10000;ports:[31000-32000]");
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  @Test
  void runsFromOfferToAcknowledgedEnd() {
    assertThat(scheduler.takeEventTypes())
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT, Event.Type.OFFERS);
    scheduler.disconnects();
    scheduler.subscribe();
    Offer offer = scheduler.takeOffer();

    assertThat(scheduler.launches(offer, Tasks.task("t1", offer).build()))
        .isInstanceOf(Accepted.class);
    assertThat(agent.messages(ToAgent.RunTask.class))
        .singleElement()
        .satisfies(run -> assertThat(run.task().getTaskId().getValue()).isEqualTo("t1"))
        .satisfies(run -> assertThat(run.role()).isEqualTo("r1"));
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.parse("cpus:0.1;mem:32"));

    for (TaskState state : new TaskState[] {TASK_STARTING, TASK_RUNNING, TASK_FINISHED}) {
      agent.reports("t1", state);
      TaskStatus told = scheduler.takeUpdate();
      assertThat(told.getState()).isEqualTo(state);
      assertThat(told.getUuid()).isEqualTo(TestAgent.uuid("t1", state));
      assertThat(told.getExecutorId().getValue()).isEqualTo("t1");
      assertThat(told.getAgentId()).isEqualTo(agent.id().toProto());
      assertThat(cluster.state().tasks(scheduler.id())).hasSize(1);
      scheduler.acknowledges("t1", agent.id(), state);
      assertThat(agent.messages(ToAgent.AcknowledgeUpdate.class))
          .singleElement()
          .satisfies(ack -> assertThat(ack.uuid()).isEqualTo(told.getUuid()));
    }

    assertThat(cluster.state().tasks(scheduler.id())).isEmpty();
    assertThat(cluster.state().completedTasks(scheduler.id()))
        .singleElement()
        .satisfies(task -> assertThat(task.state()).isEqualTo(TASK_FINISHED))
        .extracting(Task::unacknowledged)
        .isEqualTo(Optional.empty());
  }
}
