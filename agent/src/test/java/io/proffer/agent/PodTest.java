package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of tasks that live together: with real containers, from launch to the last update. */
class PodTest {

  private static final String WAIT = "sleep 1000";

  /** Answers whoever connects; what it is told is in the volume that the pod shares. */
  private static final String LISTEN =
      "nc -l -p 8080 > /shared/told; echo heard > /shared/state; " + WAIT;

  /**
   * It says its word from a file: busybox's nc ends when the other side has nothing to say, which
   * may be before a word has come through a pipe.
   */
  private static final String CALL =
      "echo hello > /tmp/word; until nc 127.0.0.1 8080 < /tmp/word; do sleep 0.05; done;"
          + " until [ -e /shared/state ]; do sleep 0.05; done; cat /shared/told; "
          + WAIT;

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private DockerClient engine;
  private Optional<AgentServer> agent = Optional.empty();
  private Optional<AgentJvm> process = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    engine = TestEngine.require();
  }

  /** In this process; that is quicker. */
  private void startAgent() throws Exception {
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]")));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private AgentJvm startProcess() throws IOException {
    int before = registrations();
    AgentJvm started = AgentJvm.start(master, work);
    process = Optional.of(started);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> registrations() > before);
    return started;
  }

  private int registrations() {
    return master.said(FromAgent.Register.class).size()
        + master.said(FromAgent.Reregister.class).size();
  }

  @AfterEach
  void endAll() {
    master.say(new ToAgent.Shutdown("the test is over"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !master.said(FromAgent.Unregister.class).isEmpty());
    agent.ifPresent(AgentServer::close);
    assertNothingIsLeft();
    process.ifPresent(AgentJvm::close);
    master.close();
  }

  /** A task with an image, which has the pod's directory {@code shared} at {@code /shared}. */
  private static TaskInfo inImage(String id, String command) {
    return Tasks.shell(id, command)
        .setKillPolicy(
            KillPolicy.newBuilder().setGracePeriod(DurationInfo.newBuilder().setNanoseconds(1)))
        .setContainer(
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.MESOS)
                .setMesos(
                    ContainerInfo.MesosInfo.newBuilder()
                        .setImage(
                            Image.newBuilder()
                                .setType(Image.Type.DOCKER)
                                .setDocker(Image.Docker.newBuilder().setName(TestEngine.IMAGE))))
                .addVolumes(shared("/shared")))
        .build();
  }

  private static Volume shared(String containerPath) {
    return Volume.newBuilder()
        .setMode(Volume.Mode.RW)
        .setContainerPath(containerPath)
        .setSource(
            Volume.Source.newBuilder()
                .setType(Volume.Source.Type.SANDBOX_PATH)
                .setSandboxPath(
                    Volume.Source.SandboxPath.newBuilder()
                        .setType(Volume.Source.SandboxPath.Type.PARENT)
                        .setPath("shared")))
        .build();
  }

  private void run(NetworkInfo network, TaskInfo... tasks) {
    ExecutorInfo executor =
        ExecutorInfo.newBuilder()
            .setType(ExecutorInfo.Type.DEFAULT)
            .setExecutorId(new ExecutorId("pod").toProto())
            .setFrameworkId(TestMaster.FRAMEWORK.toProto())
            .setContainer(
                ContainerInfo.newBuilder()
                    .setType(ContainerInfo.Type.MESOS)
                    .addNetworkInfos(network))
            .addResources(Specs.scalar("cpus", 0.1))
            .addResources(Specs.scalar("mem", 32))
            .build();
    master.say(new ToAgent.RunTaskGroup(TestMaster.FRAMEWORK_INFO, executor, List.of(tasks), "*"));
  }

  private static NetworkInfo network(String name) {
    return NetworkInfo.newBuilder().setName(name).build();
  }

  private void kill(String task) {
    master.say(new ToAgent.KillTask(TestMaster.FRAMEWORK, new TaskId(task), Optional.empty()));
  }

  private Path sandbox(String task) {
    return work.resolve("slaves/m-S0/frameworks/m-0000/executors/pod/runs/latest/tasks")
        .resolve(task);
  }

  /** Both end for that; the second is being killed for the first by then. */
  private void awaitLost() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(List.of(last("a"), last("b")))
                    .allSatisfy(
                        t -> {
                          assertThat(t.getReason()).isEqualTo(Reason.REASON_EXECUTOR_TERMINATED);
                          assertThat(t.getMessage())
                              .startsWith(
                                  "The container that held the network and IPC of the task's pod"
                                      + " has ended");
                        })
                    .anyMatch(t -> t.getState() == TaskState.TASK_FAILED));
  }

  private TaskStatus last(String task) {
    List<TaskStatus> updates = master.updates(task);
    return updates.isEmpty() ? TaskStatus.getDefaultInstance() : updates.getLast();
  }

  private void awaitOutput(String task, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(sandbox(task).resolve("stdout")).content().contains(text));
  }

  private List<Container> containers(Map<String, String> labels) {
    return Stream.of(labels)
        .map(
            l -> {
              Map<String, String> all = new LinkedHashMap<>(l);
              all.put("io.proffer.work-dir", work.toAbsolutePath().toString());
              return all;
            })
        .flatMap(
            l -> engine.listContainersCmd().withShowAll(true).withLabelFilter(l).exec().stream())
        .toList();
  }

  private String holder() {
    List<Container> holders =
        containers(Map.of()).stream()
            .filter(c -> c.getLabels().containsKey("io.proffer.pod"))
            .toList();
    assertThat(holders).hasSize(1);
    return holders.getFirst().getId();
  }

  private void assertNothingIsLeft() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(containers(Map.of())).isEmpty());
  }

  @Test
  void twoContainersTalkOverLocalhostAndShareAVolumeAndMemory() throws Exception {
    startAgent();
    run(
        network("none"),
        inImage("server", "touch /dev/shm/seen; " + LISTEN),
        inImage("client", CALL.replace("cat", "ls /dev/shm; cat")));

    awaitOutput("client", "hello");

    awaitOutput("client", "seen");
    assertThat(sandbox("server").resolve("../../shared/told")).content().contains("hello");
  }

  @Test
  void killingOneEndsThePodAndLeavesNothing() throws Exception {
    startAgent();
    run(network("none"), inImage("a", WAIT), inImage("b", WAIT));
    master.await("a", TaskState.TASK_RUNNING);
    master.await("b", TaskState.TASK_RUNNING);

    kill("a");

    master.await("a", TaskState.TASK_KILLED);
    master.await("b", TaskState.TASK_KILLED);
    assertNothingIsLeft();
  }

  @Test
  void oneThatFinishesEndsNobody() throws Exception {
    startAgent();
    run(network("none"), inImage("a", "true"), inImage("b", WAIT));

    master.await("a", TaskState.TASK_FINISHED);
    master.await("b", TaskState.TASK_RUNNING);

    Awaitility.await().untilAsserted(() -> assertThat(containers(Map.of())).hasSize(2));
    assertThat(master.updates("b"))
        .extracting(TaskStatus::getState)
        .last()
        .isEqualTo(TaskState.TASK_RUNNING);
  }

  @Test
  void oneThatCannotStartFailsThePod() throws Exception {
    startAgent();
    TaskInfo bad = inImage("bad", WAIT).toBuilder().clearCommand().build();
    bad =
        bad.toBuilder()
            .setCommand(CommandInfo.newBuilder().setShell(false).setValue("no-such-program"))
            .build();

    run(network("none"), inImage("good", WAIT), bad);

    assertThat(master.await("bad", TaskState.TASK_FAILED).getReason())
        .isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
    master.await("good", TaskState.TASK_KILLED);
    assertNothingIsLeft();
  }

  @Test
  void aNetworkThatDoesNotExistFailsThePod() throws Exception {
    startAgent();
    run(network("no-such-network"), inImage("a", WAIT), inImage("b", WAIT));

    // Both wait for the same; who is told first fails, and takes the other along.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(List.of(last("a"), last("b")))
                    .allMatch(
                        t ->
                            t.getState() == TaskState.TASK_FAILED
                                || t.getState() == TaskState.TASK_KILLED)
                    .anyMatch(t -> t.getMessage().contains("no-such-network")));
    assertNothingIsLeft();
  }

  @Test
  void aPodThatLosesWhatItSharedEnds() throws Exception {
    startAgent();
    run(network("none"), inImage("a", WAIT), inImage("b", WAIT));
    master.await("a", TaskState.TASK_RUNNING);
    master.await("b", TaskState.TASK_RUNNING);

    engine.killContainerCmd(holder()).exec();

    awaitLost();
    assertNothingIsLeft();
  }

  @Test
  void aPodOutlivesItsAgent() throws Exception {
    AgentJvm first = startProcess();
    run(
        network("none"),
        inImage("server", "until [ -e /shared/go ]; do sleep 0.05; done; " + LISTEN),
        inImage("client", CALL));
    master.await("server", TaskState.TASK_RUNNING);
    master.await("client", TaskState.TASK_RUNNING);
    String holder = holder();

    first.kill();
    startProcess();
    assertThat(holder()).isEqualTo(holder);
    Files.createFile(sandbox("server").resolve("../../shared/go"));
    awaitOutput("client", "hello");
    kill("client");

    master.await("server", TaskState.TASK_KILLED);
    assertNothingIsLeft();
  }

  @Test
  void whatIsLostWhileTheAgentIsDownEndsThePod() throws Exception {
    startAgent();
    run(network("none"), inImage("a", WAIT), inImage("b", WAIT));
    master.await("a", TaskState.TASK_RUNNING);
    master.await("b", TaskState.TASK_RUNNING);

    agent.orElseThrow().kill();
    engine.removeContainerCmd(holder()).withForce(true).exec();
    startAgent();

    awaitLost();
    assertNothingIsLeft();
  }

  @Test
  void aPortOfTheHostLeadsToWhicheverContainerListens() throws Exception {
    startAgent();
    NetworkInfo bridge =
        network("bridge").toBuilder()
            .addPortMappings(
                NetworkInfo.PortMapping.newBuilder().setHostPort(31987).setContainerPort(8080))
            .build();
    run(bridge, inImage("idle", WAIT), inImage("server", LISTEN));
    TaskStatus running = master.await("server", TaskState.TASK_RUNNING);

    Awaitility.await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 31987)) {
                socket.getOutputStream().write("from outside".getBytes(StandardCharsets.UTF_8));
              }
              return Files.readString(sandbox("server").resolve("../../shared/told"))
                  .contains("from outside");
            });
    assertThat(running.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
        .startsWith("172.");
  }

  @Test
  void aProcessOnTheMachinesNetworkSharesItsPodsVolume() throws Exception {
    startAgent();
    TaskInfo process =
        Tasks.shell("process", "until [ -s shared/told ]; do sleep 0.05; done; cat shared/told")
            .setContainer(
                ContainerInfo.newBuilder()
                    .setType(ContainerInfo.Type.MESOS)
                    .addVolumes(shared("shared")))
            .build();

    run(
        NetworkInfo.getDefaultInstance(),
        process,
        inImage("container", "echo hello > /shared/told; " + WAIT));

    master.await("process", TaskState.TASK_FINISHED);
    awaitOutput("process", "hello");
  }

  @Test
  void aProcessIsNotPutOnAnotherNetworkThanItsPodsWithoutAWord() throws Exception {
    startAgent();

    run(network("bridge"), Tasks.shell("process", WAIT).build());

    assertThat(master.await("process", TaskState.TASK_FAILED).getMessage())
        .contains("cannot be on its pod's network");
  }
}
