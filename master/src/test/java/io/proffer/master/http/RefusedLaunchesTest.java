package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.SchedulerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Launches that cannot be, over real connections: the call is answered 202, the task's state says
 * what is wrong, nobody else notices, and no resource stays allocated.
 */
@Timeout(60)
class RefusedLaunchesTest {

  private static final double CPUS = 2;

  private MasterServer master;
  private LinkedAgent agent;
  private SchedulerClient scheduler;

  @BeforeEach
  void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
    agent = LinkedAgent.register(master, "cpus:2;mem:1024");
    scheduler = SchedulerClient.subscribe(master, SchedulerClient.info("r1").build());
  }

  @AfterEach
  void stop() throws IOException {
    scheduler.close();
    agent.close();
    master.close();
  }

  @Test
  void anUnknownOfferDropsTheTask() throws Exception {
    Offer offer = scheduler.offer();

    launch(scheduler, new OfferId("no-such-offer").toProto(), task("t", offer, 0.5));

    assertThat(refusal("t").getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(offer.getId()).as("the good offer stays").isEqualTo(outstandingOffer());
    assertThat(usedCpus()).isZero();
  }

  @Test
  void anOfferOfAnotherFrameworkDropsTheTaskAndStaysWithTheOther() throws Exception {
    Offer theirs = scheduler.offer();
    try (SchedulerClient other =
        SchedulerClient.subscribe(master, SchedulerClient.info("r2").build())) {
      launch(other, theirs.getId(), task("stolen", theirs, 0.5));

      TaskStatus status = other.event(Event.Type.UPDATE).getUpdate().getStatus();
      assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
      assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
      assertThat(status.getMessage()).contains(theirs.getId().getValue());
      assertThat(usedCpus()).isZero();

      launch(scheduler, theirs.getId(), task("mine", theirs, 0.5));
      assertThat(agent.hear(ToAgent.RunTask.class).task().getTaskId().getValue()).isEqualTo("mine");
    }
  }

  @Test
  void aTaskThatAsksForMoreThanItsOfferIsAnErrorAndTheOfferComesAgain() throws Exception {
    Offer offer = scheduler.offer();

    launch(scheduler, offer.getId(), task("t", offer, 3));

    TaskStatus status = refusal("t");
    assertThat(status.getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(status.getMessage()).contains("cpus(allocated: r1):3").contains("more than");
    assertThat(usedCpus()).isZero();
    assertThat(cpus(scheduler.offer())).isEqualTo(CPUS);
  }

  @Test
  void aDuplicateTaskIdIsAnErrorAndTheTaskThatHasItRunsOn() throws Exception {
    Offer offer = scheduler.offer();
    launch(scheduler, offer.getId(), task("t", offer, 0.5));
    agent.hear(ToAgent.RunTask.class);
    Offer rest = scheduler.offer();
    agent.update(
        AgentId.of(offer.getAgentId()), scheduler.id(), new TaskId("t"), TaskState.TASK_RUNNING);
    scheduler.event(event -> event.getUpdate().getStatus().getState() == TaskState.TASK_RUNNING);

    launch(scheduler, rest.getId(), task("t", rest, 1));

    TaskStatus status = refusal("t");
    assertThat(status.getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(status.getMessage()).isEqualTo("Task has duplicate ID: t");
    assertThat(usedCpus()).isEqualTo(0.5);
    assertThat(cpus(scheduler.offer())).isEqualTo(CPUS - 0.5);
  }

  /** What the scheduler is told next about a task, by the master itself. */
  private TaskStatus refusal(String task) throws IOException {
    TaskStatus status = scheduler.event(Event.Type.UPDATE).getUpdate().getStatus();
    assertThat(status.getTaskId().getValue()).isEqualTo(task);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.hasUuid()).as("nothing to acknowledge").isFalse();
    return status;
  }

  private static void launch(SchedulerClient by, OfferID offer, TaskInfo task) {
    RawHttp.Answer answer =
        by.call(
            Call.newBuilder()
                .setType(Call.Type.ACCEPT)
                .setAccept(
                    Call.Accept.newBuilder()
                        .addOfferIds(offer)
                        .setFilters(Filters.newBuilder().setRefuseSeconds(0))
                        .addOperations(
                            Offer.Operation.newBuilder()
                                .setType(Offer.Operation.Type.LAUNCH)
                                .setLaunch(
                                    Offer.Operation.Launch.newBuilder().addTaskInfos(task)))));
    assertThat(answer.status()).isEqualTo(202);
  }

  private static TaskInfo task(String id, Offer offer, double cpus) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(new TaskId(id).toProto())
        .setAgentId(offer.getAgentId())
        .addResources(
            Resource.newBuilder()
                .setName("cpus")
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(cpus)))
        .setCommand(CommandInfo.newBuilder().setValue("true"))
        .build();
  }

  private static double cpus(Offer offer) {
    return offer.getResourcesList().stream()
        .filter(resource -> resource.getName().equals("cpus"))
        .mapToDouble(resource -> resource.getScalar().getValue())
        .sum();
  }

  private double usedCpus() throws IOException {
    return agentInState().at("/used_resources/cpus").doubleValue();
  }

  private OfferID outstandingOffer() throws IOException {
    JsonNode offer = json("/frameworks").at("/frameworks/0/offers/0/id");
    return new OfferId(offer.textValue()).toProto();
  }

  private JsonNode agentInState() throws IOException {
    return json("/slaves").at("/slaves/0");
  }

  private JsonNode json(String path) throws IOException {
    return new ObjectMapper().readTree(RawHttp.get(master, path).body().toByteArray());
  }
}
