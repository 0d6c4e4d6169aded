package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import io.proffer.agent.AgentOptions;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of a Docker task do to a container that really runs. */
class DockerOptionsTest {

  private static DockerClient client;

  @TempDir Path work;

  private final RecordingListener listener = new RecordingListener();
  private DockerRuntime runtime;

  @BeforeAll
  static void engine() throws IOException {
    client = TestEngine.require();
  }

  @BeforeEach
  void open() {
    runtime = open(AgentOptions.DEFAULT_DOCKER);
    runtime.recover(List.of());
  }

  private DockerRuntime open(String host) {
    return DockerRuntime.open(
        new DockerSettings(
            host,
            new Sandboxes(new SandboxLayout(work)),
            "127.0.0.1",
            "127.0.0.1:5051",
            false,
            0,
            4,
            ImageSettings.defaults()),
        listener);
  }

  @AfterEach
  void removeAll() {
    runtime.close();
    ours().forEach(c -> client.removeContainerCmd(c.getId()).withForce(true).exec());
  }

  private List<Container> ours() {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Labels.ofAgent(new SandboxLayout(work).workDir()))
        .exec();
  }

  private static TaskInfo.Builder task(String command, DockerInfo.Network network) {
    return TaskInfo.newBuilder()
        .setContainer(
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(DockerInfo.newBuilder().setImage(TestEngine.IMAGE).setNetwork(network)))
        .setCommand(CommandInfo.newBuilder().setValue(command))
        .addResources(Specs.scalar("cpus", 0.1))
        .addResources(Specs.scalar("mem", 32));
  }

  private ContainerSpec launch(TaskInfo.Builder task) {
    ContainerSpec spec = Specs.of(task);
    runtime.launch(spec);
    return spec;
  }

  private List<String> output(ContainerSpec spec) throws IOException {
    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));
    return Files.readAllLines(new SandboxLayout(work).sandbox(spec).resolve("stdout"));
  }

  private InspectContainerResponse inspect(ContainerSpec spec) {
    return client.inspectContainerCmd(listener.awaitStarted(spec.id()).handle()).exec();
  }

  @Test
  void withoutANetworkThereIsOnlyTheLoopback() throws IOException {
    ContainerSpec spec = launch(task("ls /sys/class/net", DockerInfo.Network.NONE));

    assertThat(output(spec)).containsExactly("lo");
    assertThat(listener.awaitStarted(spec.id()).ipAddresses()).isEmpty();
  }

  @Test
  void onTheHostsNetworkItHasTheAgentsAddress() throws IOException {
    ContainerSpec spec =
        launch(
            task(
                "cat /proc/net/route > /dev/null; echo $MESOS_CONTAINER_IP; hostname",
                DockerInfo.Network.HOST));

    assertThat(output(spec))
        .containsExactly("127.0.0.1", Files.readString(Path.of("/etc/hostname")).strip());
    assertThat(listener.awaitStarted(spec.id()).ipAddresses()).containsExactly("127.0.0.1");
    assertThat(inspect(spec).getHostConfig().getNetworkMode()).isEqualTo("host");
  }

  @Test
  void whoConnectsToAMappedPortReachesTheContainer() throws IOException {
    int port = freePort();
    TaskInfo.Builder task = task("echo hello | nc -l -p 80; sleep 1000", DockerInfo.Network.BRIDGE);
    task.getContainerBuilder()
        .getDockerBuilder()
        .addPortMappings(
            DockerInfo.PortMapping.newBuilder().setHostPort(port).setContainerPort(80));
    task.addResources(
        Resource.newBuilder()
            .setName("ports")
            .setType(Value.Type.RANGES)
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(port).setEnd(port))));

    ContainerSpec spec = launch(task);

    assertThat(listener.awaitStarted(spec.id()).ipAddresses())
        .singleElement()
        .isNotEqualTo("127.0.0.1");
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(received(port)).isEqualTo("hello\n"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String received(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2_000);
      return new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8);
    }
  }

  @Test
  void itHasTheVariablesOfTheTaskAndOfMesos() throws IOException {
    TaskInfo.Builder task = task("env", DockerInfo.Network.NONE);
    task.getCommandBuilder()
        .setEnvironment(
            Environment.newBuilder()
                .addVariables(
                    Environment.Variable.newBuilder().setName("COLOUR").setValue("b l=ue")));

    ContainerSpec spec = launch(task);

    assertThat(output(spec))
        .contains(
            "COLOUR=b l=ue",
            "MESOS_SANDBOX=/mnt/mesos/sandbox",
            "MESOS_TASK_ID=" + spec.executor().value(),
            "MESOS_AGENT_ENDPOINT=127.0.0.1:5051",
            "MESOS_CONTAINER_NAME=proffer-" + spec.id());
  }

  @Test
  void aPrivilegedContainerMayWhatOthersMayNot() throws IOException {
    TaskInfo.Builder task = task("head -n 40 /proc/self/status", DockerInfo.Network.NONE);
    ContainerSpec plain = launch(task);
    task.getContainerBuilder().getDockerBuilder().setPrivileged(true);
    ContainerSpec privileged = launch(task);

    Optional<LaunchFailure> refused = listener.awaitOutcome(privileged.id());
    if (refused.isPresent()) { // an engine that is itself not allowed to
      assertThat(refused.get().message())
          .startsWith("the Docker engine refused it: ")
          .contains("operation not permitted");
    } else {
      assertThat(capabilities(privileged)).isNotEqualTo(capabilities(plain));
    }
  }

  private String capabilities(ContainerSpec spec) throws IOException {
    return output(spec).stream().filter(l -> l.startsWith("CapEff")).findFirst().orElseThrow();
  }

  @Test
  void aForcedPullThatFailsFailsTheLaunchThoughTheImageIsThere() {
    TaskInfo.Builder task = task("true", DockerInfo.Network.NONE);
    task.getContainerBuilder()
        .getDockerBuilder()
        .setImage("127.0.0.1:1/" + TestEngine.IMAGE)
        .setForcePullImage(true);
    client.tagImageCmd(TestEngine.IMAGE, "127.0.0.1:1/proffer/agent-test", "local").exec();

    LaunchFailure failure = listener.awaitFailed(launch(task).id());

    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.IMAGE);
    assertThat(failure.message())
        .startsWith("image '127.0.0.1:1/proffer/agent-test:local' cannot be pulled: ")
        .contains("connection refused");
    task.getContainerBuilder().getDockerBuilder().setForcePullImage(false);
    assertThat(listener.awaitExited(launch(task).id())).isEqualTo(new ContainerExit.Exited(0));
    client.removeImageCmd("127.0.0.1:1/proffer/agent-test:local").exec();
  }

  @Test
  void leftoversAreRemovedWhenAnEngineThatWasAwayIsBack() throws IOException {
    listener.awaitStarted(launch(task("sleep 1000", DockerInfo.Network.NONE)).id());
    runtime.close();
    Path socket = work.resolve("engine.sock");
    runtime = open("unix://" + socket);
    runtime.recover(List.of());
    assertThat(ours()).hasSize(1);

    Files.createSymbolicLink(socket, Path.of(AgentOptions.DEFAULT_DOCKER.substring(7)));

    Awaitility.await().untilAsserted(() -> assertThat(ours()).isEmpty());
  }
}
