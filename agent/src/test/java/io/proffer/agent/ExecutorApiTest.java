package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Custom executors as real processes, among them one written with the JDK alone. */
class ExecutorApiTest {

  @TempDir Path work;

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestMaster master = TestMaster.start();
  private final List<AgentServer> agents = new ArrayList<>();

  @AfterEach
  void stop() {
    agents.forEach(AgentServer::close);
    master.close();
  }

  private AgentServer agent() throws Exception {
    return agent(ExecutorOptions.defaults());
  }

  private AgentServer agent(ExecutorOptions executors) throws Exception {
    AgentServer agent =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000"))
                .withDocker(Optional.empty())
                .withExecutors(executors)
                .withKillTasksOnClose(true));
    agents.add(agent);
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return agent;
  }

  private static ExecutorInfo executor(String command) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(new ExecutorId("ex").toProto())
        .setFrameworkId(TestMaster.FRAMEWORK.toProto())
        .setCommand(CommandInfo.newBuilder().setValue(command))
        .build();
  }

  private static String jdkExecutor() {
    return "exec %s -XX:TieredStopAtLevel=1 -cp %s %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            Path.of(
                JdkExecutor.class.getProtectionDomain().getCodeSource().getLocation().getPath()),
            JdkExecutor.class.getName());
  }

  private void run(ExecutorInfo executor, boolean runs, String task) {
    TaskInfo info =
        TaskInfo.newBuilder()
            .setName(task)
            .setTaskId(new TaskId(task).toProto())
            .setAgentId(TestMaster.AGENT.toProto())
            .setExecutor(executor)
            .build();
    master.say(new ToAgent.RunTask(TestMaster.FRAMEWORK_INFO, info, "*", runs));
  }

  private void tell(String message) {
    master.say(
        new ToAgent.ExecutorMessage(
            TestMaster.FRAMEWORK, new ExecutorId("ex"), ByteString.copyFromUtf8(message)));
  }

  @Test
  void anExecutorOfTheJdkAloneRunsSeveralTasks() throws Exception {
    AgentServer agent = agent();
    ExecutorInfo executor = executor(jdkExecutor());
    run(executor, false, "t1");
    run(executor, true, "t2");
    TaskStatus running = master.await("t1", TaskState.TASK_RUNNING);
    master.await("t2", TaskState.TASK_RUNNING);

    assertThat(running.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(running.getContainerStatus().hasContainerId()).isTrue();
    assertThat(get(agent, "/state")).contains("\"t1\"", "\"t2\"", "\"id\":\"ex\"");
    tell("t1");
    master.await("t1", TaskState.TASK_FINISHED);
    master.say(new ToAgent.KillTask(TestMaster.FRAMEWORK, new TaskId("t2"), Optional.empty()));
    master.await("t2", TaskState.TASK_KILLED);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(master.said(FromAgent.ExecutorMessage.class))
                    .extracting(m -> m.data().toStringUtf8())
                    .containsExactly("done t1"));

    run(executor, true, "t3");
    master.await("t3", TaskState.TASK_RUNNING);
    tell("exit 7");
    TaskStatus failed = master.await("t3", TaskState.TASK_FAILED);
    assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(master.said(FromAgent.ExecutorTerminated.class))
                    .extracting(FromAgent.ExecutorTerminated::waitStatus)
                    .containsExactly(7 << 8));
  }

  @Test
  void anExecutorGoesOnWhenTheAgentIsKilled() throws Exception {
    AgentServer first = agent();
    int port = port(first);
    run(executor(jdkExecutor()), false, "t1");
    master.await("t1", TaskState.TASK_RUNNING);
    Awaitility.await()
        .untilAsserted(() -> assertThat(get(first, "/state")).contains("TASK_RUNNING"));
    first.kill();
    agents.clear();

    AgentServer second =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withBind("127.0.0.1", port)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true));
    agents.add(second);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(master.said(FromAgent.Reregister.class))
                    .anySatisfy(r -> assertThat(r.executors()).hasSize(1)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              tell("t1");
              assertThat(master.updates("t1"))
                  .extracting(TaskStatus::getState)
                  .contains(TaskState.TASK_FINISHED);
            });
    assertThat(master.updates("t1"))
        .extracting(TaskStatus::getState)
        .doesNotContain(TaskState.TASK_FAILED, TaskState.TASK_GONE);
  }

  @Test
  void itsEnvironmentSaysWhoItIs() throws Exception {
    AgentServer agent = agent();
    run(executor("env > env.tmp; mv env.tmp env; exec sleep 1000"), false, "t1");

    List<String> env = environment();
    assertThat(env)
        .contains(
            "MESOS_FRAMEWORK_ID=m-0000",
            "MESOS_EXECUTOR_ID=ex",
            "MESOS_SLAVE_ID=m-S0",
            "MESOS_SLAVE_PID=slave(1)@" + agent.address(),
            "MESOS_AGENT_ENDPOINT=" + agent.address(),
            "MESOS_CHECKPOINT=1",
            "MESOS_RECOVERY_TIMEOUT=15mins",
            "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD=5secs",
            "LIBPROCESS_PORT=0");
    assertThat(env).noneMatch(v -> v.startsWith("MESOS_TASK_ID="));
    assertThat(env).anyMatch(v -> v.startsWith("MESOS_DIRECTORY=" + work));
  }

  @Test
  void whoHasNoTokenOrAnothersIsRefused() throws Exception {
    AgentServer agent = agent();
    run(executor("env > env.tmp; mv env.tmp env; exec sleep 1000"), false, "t1");
    String token = token();

    assertThat(post(agent, "", call("SUBSCRIBE", "ex", ",\"subscribe\":{}")).statusCode())
        .isEqualTo(401);
    HttpResponse<String> forged =
        post(agent, token + "x", call("SUBSCRIBE", "ex", ",\"subscribe\":{}"));
    assertThat(forged.statusCode()).isEqualTo(401);
    assertThat(forged.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer realm=\"mesos-agent-executor\"");

    assertThat(post(agent, token, call("MESSAGE", "ex", ",\"message\":{\"data\":\"YQ==\"}")))
        .satisfies(
            r -> {
              assertThat(r.statusCode()).isEqualTo(403);
              assertThat(r.body()).isEqualTo("Executor is not subscribed");
            });
    assertThat(post(agent, token, call("SUBSCRIBE", "no", ",\"subscribe\":{}")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void badCallsAreToldWhatIsWrong() throws Exception {
    AgentServer agent = agent(new ExecutorOptions(ExecutorOptions.defaults().times(), false));

    assertThat(get(agent, "/api/v1/executor"))
        .isEqualTo("Expecting one of { 'POST' }, but received 'GET'");
    refused(agent, 400, "{", "Failed to parse body into JSON");
    refused(agent, 400, call("SUBSCRIBE", "ex", ""), "Expecting 'subscribe' to be present");
    refused(agent, 400, call("UPDATE", "ex", ""), "Expecting 'update' to be present");
    refused(agent, 400, update("\"state\":\"TASK_RUNNING\""), "Expecting 'uuid' to be present");
    refused(
        agent,
        400,
        update("\"state\":\"TASK_RUNNING\",\"uuid\":\"AAAAAAAAAAAAAAAAAAAAAA==\""),
        "with invalid source, expecting 'SOURCE_EXECUTOR'");
    refused(
        agent,
        400,
        update(
            "\"state\":\"TASK_STAGING\",\"uuid\":\"AAAAAAAAAAAAAAAAAAAAAA==\","
                + "\"source\":\"SOURCE_EXECUTOR\""),
        "Received TASK_STAGING");
    refused(agent, 400, call("SUBSCRIBE", "ex", ",\"subscribe\":{}"), "Framework cannot be found");
    assertThat(post(agent, "", call("HEARTBEAT", "any", "")).statusCode()).isEqualTo(202);
  }

  private void refused(AgentServer agent, int status, String body, String why) throws Exception {
    HttpResponse<String> answer = post(agent, "", body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(why);
  }

  private static String update(String status) {
    return call(
        "UPDATE", "ex", ",\"update\":{\"status\":{\"task_id\":{\"value\":\"t\"}," + status + "}}");
  }

  private static String call(String type, String executor, String more) {
    return "{\"type\":\"%s\",\"framework_id\":{\"value\":\"m-0000\"},\"executor_id\":{\"value\":\"%s\"}%s}"
        .formatted(type, executor, more);
  }

  private List<String> environment() {
    Path env =
        work.resolve("slaves/m-S0/frameworks/m-0000/executors/ex/runs/latest").resolve("env");
    Awaitility.await().until(() -> Files.exists(env));
    try {
      return Files.readAllLines(env);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token() {
    return environment().stream()
        .filter(v -> v.startsWith("MESOS_EXECUTOR_AUTHENTICATION_TOKEN="))
        .map(v -> "Bearer " + v.substring(v.indexOf('=') + 1))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> post(AgentServer agent, String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1/executor"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String get(AgentServer agent, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(agent.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int port(AgentServer agent) {
    return Integer.parseInt(Arrays.asList(agent.address().split(":", -1)).getLast());
  }
}
