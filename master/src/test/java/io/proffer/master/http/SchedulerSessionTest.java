package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.SchedulerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedulers and agents at a real master, over real connections. */
class SchedulerSessionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static MasterServer master;

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  @Test
  void aSubscriptionIsAStreamThatBeginsWithSubscribedAndAHeartbeat() throws Exception {
    try (SchedulerClient scheduler =
        SchedulerClient.open(
            master,
            SchedulerClient.info("r1").build(),
            MediaType.PROTOBUF,
            MediaType.PROTOBUF,
            0)) {
      assertThat(scheduler.head().status()).isEqualTo(200);
      assertThat(scheduler.head().header("transfer-encoding")).contains("chunked");
      assertThat(scheduler.head().header("content-type")).contains("application/x-protobuf");
      assertThat(scheduler.streamId()).matches("[0-9a-f-]{36}");

      Event.Subscribed subscribed = scheduler.event().getSubscribed();
      assertThat(subscribed.getHeartbeatIntervalSeconds()).isEqualTo(15);
      assertThat(subscribed.getMasterInfo().getPid()).isEqualTo("master@" + master.address());
      assertThat(scheduler.event().getType()).isEqualTo(Event.Type.HEARTBEAT);
    }
  }

  @Test
  void aTaskGoesFromItsSchedulerToItsAgentAndBack() throws Exception {
    try (LinkedAgent agent = LinkedAgent.register(master, "cpus:2;mem:1024");
        SchedulerClient scheduler =
            SchedulerClient.subscribe(master, SchedulerClient.info("r1").build())) {
      Offer offer = scheduler.offer();
      AgentId agentId = AgentId.of(offer.getAgentId());
      assertThat(offer.getUrl().getAddress().getIp()).isEqualTo("127.0.0.1");

      assertThat(scheduler.call(accept(offer, "t1")).status()).isEqualTo(202);
      ToAgent.RunTask run = agent.hear(ToAgent.RunTask.class);
      assertThat(run.task().getTaskId().getValue()).isEqualTo("t1");
      assertThat(run.role()).isEqualTo("r1");
      assertThat(tasks(scheduler, "tasks")).containsExactly("TASK_STAGING");

      agent.update(agentId, scheduler.id(), new TaskId("t1"), TaskState.TASK_RUNNING);
      TaskStatus running = scheduler.event(Event.Type.UPDATE).getUpdate().getStatus();
      assertThat(running.getState()).isEqualTo(TaskState.TASK_RUNNING);
      assertThat(scheduler.call(acknowledge(running)).status()).isEqualTo(202);
      assertThat(agent.hear(ToAgent.AcknowledgeUpdate.class).uuid()).isEqualTo(running.getUuid());
      assertThat(tasks(scheduler, "tasks")).containsExactly("TASK_RUNNING");

      agent.update(agentId, scheduler.id(), new TaskId("t1"), TaskState.TASK_FINISHED);
      TaskStatus finished = scheduler.event(Event.Type.UPDATE).getUpdate().getStatus();
      assertThat(scheduler.call(acknowledge(finished)).status()).isEqualTo(202);
      assertThat(tasks(scheduler, "tasks")).isEmpty();
      assertThat(tasks(scheduler, "completed_tasks")).containsExactly("TASK_FINISHED");
    }
  }

  @Test
  void callsMustCarryTheIdOfTheStreamTheyBelongTo() throws Exception {
    try (SchedulerClient scheduler =
        SchedulerClient.subscribe(master, SchedulerClient.info("r1").build())) {
      Call revive =
          Call.newBuilder()
              .setType(Call.Type.REVIVE)
              .setFrameworkId(scheduler.id().toProto())
              .build();

      RawHttp.Answer without = scheduler.call(revive, List.of());
      assertThat(without.status()).isEqualTo(400);
      assertThat(without.text()).contains("should include the 'Mesos-Stream-Id' header");
      RawHttp.Answer wrong = scheduler.call(revive, List.of("Mesos-Stream-Id: another"));
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.text()).contains("'another'").contains("didn't match");
      assertThat(scheduler.call(revive.toBuilder()).status()).isEqualTo(202);

      Call stranger =
          revive.toBuilder()
              .setFrameworkId(revive.getFrameworkId().toBuilder().setValue("no-such"))
              .build();
      RawHttp.Answer unknown = scheduler.call(stranger, List.of("Mesos-Stream-Id: another"));
      assertThat(unknown.status()).isEqualTo(400);
      assertThat(unknown.text()).isEqualTo("Framework cannot be found");
    }
  }

  @Test
  void aFrameworkWhoseClientClosesTheConnectionIsDisconnectedAtOnce() throws Exception {
    SchedulerClient scheduler =
        SchedulerClient.subscribe(
            master, SchedulerClient.info("r1").setFailoverTimeout(60).build());
    assertThat(isConnected(scheduler.id())).isTrue();

    scheduler.close();
    await().atMost(Duration.ofSeconds(2)).until(() -> !isConnected(scheduler.id()));
    RawHttp.Answer answer = scheduler.call(Call.newBuilder().setType(Call.Type.REVIVE));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).isEqualTo("Framework is not subscribed");
  }

  @Test
  void aSecondSubscriptionTakesOverAndTheFirstEndsWithAnError() throws Exception {
    try (SchedulerClient first =
        SchedulerClient.subscribe(
            master, SchedulerClient.info("r1").setFailoverTimeout(60).build())) {
      try (SchedulerClient second =
          SchedulerClient.subscribe(
              master,
              SchedulerClient.info("r1")
                  .setFailoverTimeout(60)
                  .setId(first.id().toProto())
                  .build())) {
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(first.event(Event.Type.ERROR).getError().getMessage())
            .isEqualTo("Framework failed over");
        assertThat(first.endsInGoodOrder()).isTrue();
        assertThat(isConnected(first.id())).isTrue();
      }
    }
  }

  @Test
  void anInvalidFrameworkGetsAStreamWithAnError() throws Exception {
    try (SchedulerClient scheduler =
        SchedulerClient.open(
            master, SchedulerClient.info("/r1").build(), MediaType.JSON, MediaType.JSON, 0)) {
      assertThat(scheduler.head().status()).isEqualTo(200);
      assertThat(scheduler.event().getError().getMessage()).contains("/r1");
      assertThat(scheduler.endsInGoodOrder()).isTrue();
    }
  }

  @Test
  void anOperatorTearsAFrameworkDown() throws Exception {
    try (SchedulerClient scheduler =
        SchedulerClient.subscribe(master, SchedulerClient.info("r1").build())) {
      RawHttp.Answer unknown =
          RawHttp.postJson(
              master,
              "/api/v1",
              "{\"type\":\"TEARDOWN\",\"teardown\":{\"framework_id\":{\"value\":\"no-such\"}}}");
      assertThat(unknown.status()).isEqualTo(400);

      RawHttp.Answer teardown =
          RawHttp.ask(
              master,
              "POST",
              "/master/teardown",
              List.of("Content-Type: application/x-www-form-urlencoded"),
              ByteString.copyFromUtf8("frameworkId=" + scheduler.id()).toByteArray());
      assertThat(teardown.status()).isEqualTo(200);
      assertThat(scheduler.endsInGoodOrder()).isTrue();
      assertThat(framework("frameworks", scheduler.id())).isEmpty();
      assertThat(framework("completed_frameworks", scheduler.id())).isPresent();
    }
  }

  @Test
  void aClientThatStopsReadingLosesItsStreamAndDisturbsNobody() throws Exception {
    ByteString megabyte = ByteString.copyFrom(new byte[1 << 20]);
    try (LinkedAgent agent = LinkedAgent.register(master, "cpus:2;mem:1024");
        SchedulerClient deaf =
            SchedulerClient.open(
                master,
                SchedulerClient.info("r1").setFailoverTimeout(60).build(),
                MediaType.PROTOBUF,
                MediaType.PROTOBUF,
                4096)) {
      Event.Subscribed subscribed = deaf.event().getSubscribed();
      FrameworkId id = FrameworkId.of(subscribed.getFrameworkId());
      FromAgent.ExecutorMessage message =
          new FromAgent.ExecutorMessage(id, new ExecutorId("e"), megabyte);
      for (int i = 0; i < 100; i++) {
        agent.say(message);
      }

      await().atMost(PATIENCE).until(() -> !isConnected(id));
      assertThat(RawHttp.get(master, "/metrics").text())
          .contains("proffer_master_streams_lost_total{type=\"slow\"} 1.0");
      assertThat(state().get("activated_slaves").doubleValue()).isEqualTo(1);
    }
  }

  private Call.Builder accept(Offer offer, String task) {
    TaskInfo info =
        TaskInfo.newBuilder()
            .setName(task)
            .setTaskId(new TaskId(task).toProto())
            .setAgentId(offer.getAgentId())
            .addResources(scalar("cpus", 0.5))
            .addResources(scalar("mem", 32))
            .setCommand(CommandInfo.newBuilder().setValue("true"))
            .build();
    return Call.newBuilder()
        .setType(Call.Type.ACCEPT)
        .setAccept(
            Call.Accept.newBuilder()
                .addOfferIds(offer.getId())
                .addOperations(
                    Offer.Operation.newBuilder()
                        .setType(Offer.Operation.Type.LAUNCH)
                        .setLaunch(Offer.Operation.Launch.newBuilder().addTaskInfos(info))));
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  private static Call.Builder acknowledge(TaskStatus status) {
    return Call.newBuilder()
        .setType(Call.Type.ACKNOWLEDGE)
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(status.getAgentId())
                .setTaskId(status.getTaskId())
                .setUuid(status.getUuid()));
  }

  private static JsonNode state() throws IOException {
    return JSON.readTree(RawHttp.get(master, "/state").body().toByteArray());
  }

  private static Optional<JsonNode> framework(String kind, FrameworkId id) throws IOException {
    for (JsonNode framework : state().get(kind)) {
      if (framework.get("id").textValue().equals(id.value())) {
        return Optional.of(framework);
      }
    }
    return Optional.empty();
  }

  private static boolean isConnected(FrameworkId id) throws IOException {
    return framework("frameworks", id).orElseThrow().get("connected").booleanValue();
  }

  /** The states of a framework's tasks. */
  private static List<String> tasks(SchedulerClient scheduler, String kind) throws IOException {
    List<String> states = new ArrayList<>();
    for (JsonNode task : framework("frameworks", scheduler.id()).orElseThrow().get(kind)) {
      states.add(task.get("state").textValue());
    }
    return states;
  }
}
