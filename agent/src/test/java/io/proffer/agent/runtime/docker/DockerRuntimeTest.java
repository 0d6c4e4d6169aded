package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import io.proffer.agent.AgentOptions;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerRuntimeTest {

  private static DockerClient client;

  @TempDir Path work;

  private RecordingListener listener = new RecordingListener();
  private DockerRuntime runtime;

  @BeforeAll
  static void engine() throws IOException {
    client = TestEngine.require();
  }

  @BeforeEach
  void open() {
    runtime = DockerRuntime.open(settings(AgentOptions.DEFAULT_DOCKER), listener);
    runtime.recover(List.of());
  }

  @AfterEach
  void removeAll() {
    runtime.close();
    for (Container c : ours()) {
      client.removeContainerCmd(c.getId()).withForce(true).exec();
    }
  }

  private List<Container> ours() {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Labels.ofAgent(new SandboxLayout(work).workDir()))
        .exec();
  }

  private DockerSettings settings(String host) {
    return new DockerSettings(
        host,
        new Sandboxes(new SandboxLayout(work)),
        "127.0.0.1",
        "127.0.0.1:5051",
        false,
        0,
        4,
        ImageSettings.defaults());
  }

  private static ContainerInfo.Builder image(String name) {
    return ContainerInfo.newBuilder()
        .setType(ContainerInfo.Type.DOCKER)
        .setDocker(DockerInfo.newBuilder().setImage(name).setNetwork(DockerInfo.Network.NONE));
  }

  private static TaskInfo.Builder task(String shellCommand) {
    return TaskInfo.newBuilder()
        .setContainer(image(TestEngine.IMAGE))
        .setCommand(CommandInfo.newBuilder().setValue(shellCommand))
        .addResources(Specs.scalar("cpus", 0.1))
        .addResources(Specs.scalar("mem", 32));
  }

  private ContainerSpec launch(TaskInfo.Builder task) {
    ContainerSpec spec = Specs.of(task);
    runtime.launch(spec);
    return spec;
  }

  private Path sandbox(ContainerSpec spec) {
    return new SandboxLayout(work).sandbox(spec);
  }

  private InspectContainerResponse inspect(ContainerSpec spec) {
    return client.inspectContainerCmd(listener.awaitStarted(spec.id()).handle()).exec();
  }

  @Test
  void aCommandRunsAndItsOutputAndFilesAreInTheSandbox() {
    ContainerSpec spec =
        launch(task("echo out; echo err >&2; touch $MESOS_SANDBOX/file; echo $MESOS_TASK_ID"));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));

    assertThat(sandbox(spec).resolve("stdout")).hasContent("out\n" + spec.executor().value());
    assertThat(sandbox(spec).resolve("stderr")).hasContent("err");
    assertThat(sandbox(spec).resolve("file")).exists();
  }

  @Test
  void itsExitStatusIsSeen() {
    assertThat(listener.awaitExited(launch(task("exit 7")).id()))
        .isEqualTo(new ContainerExit.Exited(7));
  }

  @Test
  void itIsNamedLabelledAndLimited() {
    ContainerSpec spec = launch(task("sleep 1000"));

    InspectContainerResponse container = inspect(spec);

    assertThat(container.getName()).isEqualTo("/proffer-" + spec.id());
    assertThat(container.getConfig().getLabels())
        .containsEntry("io.proffer.container", spec.id().value())
        .containsEntry("io.proffer.task", spec.executor().value());
    assertThat(container.getHostConfig().getMemory()).isEqualTo(32L << 20);
    assertThat(container.getHostConfig().getCpuShares()).isEqualTo(102);
  }

  @Test
  void withoutAShellTheCommandAndArgumentsGoToTheImage() {
    TaskInfo.Builder task = task("");
    task.setCommand(
        CommandInfo.newBuilder()
            .setShell(false)
            .setValue("echo")
            .addArguments("a b")
            .addArguments("$HOME"));

    ContainerSpec spec = launch(task);

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));
    assertThat(sandbox(spec).resolve("stdout")).hasContent("a b $HOME");
  }

  @Test
  void aPortOfTheHostLeadsIntoABridgedContainer() {
    TaskInfo.Builder task = task("sleep 1000");
    task.getContainerBuilder()
        .getDockerBuilder()
        .setNetwork(DockerInfo.Network.BRIDGE)
        .addPortMappings(
            DockerInfo.PortMapping.newBuilder().setHostPort(31999).setContainerPort(80));
    task.addResources(
        Resource.newBuilder()
            .setName("ports")
            .setType(Value.Type.RANGES)
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(31999).setEnd(31999))));

    ContainerSpec spec = launch(task);

    assertThat(listener.awaitStarted(spec.id()).ipAddresses()).hasSize(1);
    assertThat(inspect(spec).getHostConfig().getPortBindings().getBindings().keySet())
        .extracting(Object::toString)
        .containsExactly("80/tcp");
  }

  @Test
  void aPortThatTheTaskDoesNotHoldIsRefused() {
    TaskInfo.Builder task = task("true");
    task.getContainerBuilder()
        .getDockerBuilder()
        .setNetwork(DockerInfo.Network.BRIDGE)
        .addPortMappings(
            DockerInfo.PortMapping.newBuilder().setHostPort(31999).setContainerPort(80));

    assertThat(listener.awaitFailed(launch(task).id()).message())
        .isEqualTo("host port 31999 is not among the task's resources");
  }

  @Test
  void aVolumeIsMounted() throws IOException {
    Path shared = Files.createDirectory(work.resolve("shared"));
    TaskInfo.Builder task = task("echo hello > /data/greeting; echo no > /ro/x");
    task.getContainerBuilder()
        .addVolumes(volume(shared, "/data", Volume.Mode.RW))
        .addVolumes(volume(shared, "/ro", Volume.Mode.RO));

    listener.awaitExited(launch(task).id());

    assertThat(shared.resolve("greeting")).hasContent("hello");
    assertThat(shared.resolve("x")).doesNotExist();
  }

  private static Volume volume(Path host, String inside, Volume.Mode mode) {
    return Volume.newBuilder()
        .setHostPath(host.toString())
        .setContainerPath(inside)
        .setMode(mode)
        .build();
  }

  @Test
  void parametersAreGivenToTheEngine() {
    TaskInfo.Builder task = task("sleep 1000");
    task.getContainerBuilder()
        .getDockerBuilder()
        .addParameters(parameter("label", "team=a"))
        .addParameters(parameter("ulimit", "nofile=64:128"))
        .addParameters(parameter("cap-add", "NET_ADMIN"))
        .addParameters(parameter("workdir", "/tmp"));

    InspectContainerResponse container = inspect(launch(task));

    assertThat(container.getConfig().getLabels()).containsEntry("team", "a");
    assertThat(container.getConfig().getWorkingDir()).isEqualTo("/tmp");
    assertThat(container.getHostConfig().getUlimits()).hasSize(1);
    assertThat(container.getHostConfig().getCapAdd()).hasSize(1);
  }

  private static Parameter parameter(String key, String value) {
    return Parameter.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void aParameterThatIsNotKnownIsRefusedByName() {
    TaskInfo.Builder task = task("true");
    task.getContainerBuilder().getDockerBuilder().addParameters(parameter("colour", "blue"));

    assertThat(listener.awaitFailed(launch(task).id()).message())
        .startsWith("docker parameter 'colour' is not known");
  }

  @Test
  void anImageThatDoesNotExistFailsTheLaunchAndLeavesNothing() {
    TaskInfo.Builder task = task("true").setContainer(image("127.0.0.1:1/no-such-image:1"));

    LaunchFailure failure = listener.awaitFailed(launch(task).id());

    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.IMAGE);
    assertThat(failure.message())
        .startsWith("image '127.0.0.1:1/no-such-image:1' cannot be pulled");
    assertThat(ours()).isEmpty();
  }

  @Test
  void aProgramThatIsNotInTheImageFailsTheLaunchAndLeavesNothing() {
    TaskInfo.Builder task = task("");
    task.setCommand(CommandInfo.newBuilder().setShell(false).setValue("no-such-program"));

    LaunchFailure failure = listener.awaitFailed(launch(task).id());

    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.COMMAND);
    assertThat(failure.message()).contains("no-such-program");
    assertThat(ours()).isEmpty();
  }

  @Test
  void aContainerThatTakesTooMuchMemoryIsEndedForIt() {
    TaskInfo.Builder task = task("head -c 300000000 /dev/zero | tail");
    task.getContainerBuilder().getDockerBuilder().addParameters(parameter("memory-swap", "32m"));

    assertThat(listener.awaitExited(launch(task).id()))
        .isInstanceOfSatisfying(
            ContainerExit.LimitExceeded.class,
            e -> assertThat(e.message()).contains("Memory limit exceeded", "32MB"));
  }

  @Test
  void termAsksAndKillInsists() {
    ContainerSpec polite = launch(task("trap 'exit 5' TERM; while :; do sleep 0.1; done"));
    ContainerSpec stubborn = launch(task("trap '' TERM; while :; do sleep 0.1; done"));
    listener.awaitStarted(polite.id());
    listener.awaitStarted(stubborn.id());
    // give the shells a moment to set their traps
    Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);

    runtime.signal(polite.id(), Signal.TERM);
    runtime.signal(stubborn.id(), Signal.TERM);
    assertThat(listener.awaitExited(polite.id())).isEqualTo(new ContainerExit.Exited(5));

    runtime.signal(stubborn.id(), Signal.KILL);
    assertThat(listener.awaitExited(stubborn.id())).isEqualTo(new ContainerExit.Exited(137));
  }

  @Test
  void anEndedContainerIsRemovedWhenTheAgentSaysSo() {
    ContainerSpec spec = launch(task("true"));
    listener.awaitExited(spec.id());
    assertThat(ours()).hasSize(1);

    runtime.remove(spec.id());

    Awaitility.await().untilAsserted(() -> assertThat(ours()).isEmpty());
  }

  @Test
  void aContainerThatRunsOnIsFoundByTheNextAgent() {
    ContainerSpec spec =
        launch(
            task(
                "echo one; while ! [ -e $MESOS_SANDBOX/go ]; do sleep 0.05; done; echo two; exit 3"));
    RunningContainer running = listener.awaitStarted(spec.id());
    Awaitility.await().until(() -> Files.size(sandbox(spec).resolve("stdout")) > 0);
    restart();

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.of(running)))))
        .containsExactly(new RecoveredContainer.Alive(running));

    touch(sandbox(spec).resolve("go"));
    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(3));
    assertThat(sandbox(spec).resolve("stdout")).hasContent("one\ntwo");
  }

  private static void touch(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restart() {
    runtime.close();
    listener = new RecordingListener();
    runtime = DockerRuntime.open(settings(AgentOptions.DEFAULT_DOCKER), listener);
  }

  @Test
  void theExitStatusOfAContainerThatEndedMeanwhileIsFound() {
    ContainerSpec spec = launch(task("sleep 0.3; exit 9"));
    RunningContainer running = listener.awaitStarted(spec.id());
    runtime.close();
    Awaitility.await().until(() -> !Boolean.TRUE.equals(inspect(spec).getState().getRunning()));
    restart();

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.of(running)))))
        .containsExactly(new RecoveredContainer.Ended(running, new ContainerExit.Exited(9)));
  }

  @Test
  void aLaunchThatWasNotWrittenDownIsFoundByItsLabel() {
    ContainerSpec spec = launch(task("sleep 1000"));
    RunningContainer running = listener.awaitStarted(spec.id());
    restart();

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.empty()))))
        .singleElement()
        .isInstanceOfSatisfying(
            RecoveredContainer.Alive.class,
            a -> assertThat(a.container().handle()).isEqualTo(running.handle()));
  }

  @Test
  void leftoversOfAnEarlierAgentAreRemoved() {
    listener.awaitStarted(launch(task("sleep 1000")).id());
    restart();

    runtime.recover(List.of());

    assertThat(ours()).isEmpty();
  }

  @Test
  void withoutAnEngineALaunchFailsAndSaysSo() {
    RecordingListener alone = new RecordingListener();
    DockerRuntime absent = DockerRuntime.open(settings("unix://" + work.resolve("no.sock")), alone);
    ContainerSpec spec = Specs.of(task("true"));

    absent.launch(spec);

    LaunchFailure failure = alone.awaitFailed(spec.id());
    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.RUNTIME);
    assertThat(failure.message()).contains("Docker engine", "no.sock", "does not answer");
    assertThat(absent.describe().getFirst()).contains("no engine answers");
    absent.close();
  }
}
