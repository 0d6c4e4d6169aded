package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine goes away under running containers, and comes back. */
class EngineRestartTest {

  @TempDir Path directory;

  private final RecordingListener listener = new RecordingListener();
  private Optional<PrivateEngine> engine = Optional.empty();
  private Optional<DockerRuntime> runtime = Optional.empty();

  private PrivateEngine start(boolean liveRestore) throws Exception {
    PrivateEngine started =
        PrivateEngine.start(Files.createDirectory(directory.resolve("engine")), liveRestore);
    engine = Optional.of(started);
    DockerRuntime opened =
        DockerRuntime.open(
            new DockerSettings(
                started.host(),
                new Sandboxes(new SandboxLayout(directory.resolve("work"))),
                "127.0.0.1",
                "127.0.0.1:5051",
                false,
                0,
                4,
                ImageSettings.defaults()),
            listener);
    opened.recover(List.of());
    runtime = Optional.of(opened);
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    runtime.ifPresent(DockerRuntime::close);
    if (engine.isPresent()) {
      engine.get().close();
    }
  }

  private ContainerSpec launch(String command) {
    ContainerSpec spec = Specs.of(task(command));
    runtime.orElseThrow().launch(spec);
    return spec;
  }

  private static TaskInfo.Builder task(String command) {
    return TaskInfo.newBuilder()
        .setContainer(
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(
                    ContainerInfo.DockerInfo.newBuilder()
                        .setImage(TestEngine.IMAGE)
                        .setNetwork(ContainerInfo.DockerInfo.Network.NONE)))
        .setCommand(CommandInfo.newBuilder().setValue(command));
  }

  private ContainerSpec running(String command) {
    ContainerSpec spec = launch(command);
    listener.awaitStarted(spec.id());
    return spec;
  }

  /** Before its trap is set, the first process of a container does not hear the signal. */
  private ContainerSpec endingAtTermWith(int status) {
    ContainerSpec spec =
        running(
            "trap 'exit %d' TERM; touch $MESOS_SANDBOX/ready; while true; do sleep 0.1; done"
                .formatted(status));
    Path ready = new SandboxLayout(directory.resolve("work")).sandbox(spec).resolve("ready");
    Awaitility.await().until(() -> Files.exists(ready));
    return spec;
  }

  private List<Container> containers() {
    return engine.orElseThrow().client().listContainersCmd().withShowAll(true).exec();
  }

  @Test
  void aContainerThatLivesOnWithoutItsEngineIsWatchedAgain() throws Exception {
    PrivateEngine engine = start(true);
    ContainerSpec spec =
        running("echo before; while [ ! -e $MESOS_SANDBOX/go ]; do sleep 0.1; done; exit 7");

    engine.kill();
    engine.startAgain();
    Files.createFile(new SandboxLayout(directory.resolve("work")).sandbox(spec).resolve("go"));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(7));
    runtime.orElseThrow().remove(spec.id());
    Awaitility.await().untilAsserted(() -> assertThat(containers()).isEmpty());
  }

  @Test
  void aContainerThatEndsWithItsEngineIsToldWhenTheEngineIsBack() throws Exception {
    PrivateEngine engine = start(false);
    // An engine that starts asks what it finds running to end, and waits ten seconds for that.
    ContainerSpec left = endingAtTermWith(4);

    engine.kill();
    assertThat(listener.hasExited(left.id())).as("nobody knows yet").isFalse();
    engine.startAgain();
    assertThat(listener.awaitExited(left.id())).isEqualTo(new ContainerExit.Exited(4));

    ContainerSpec stopped = endingAtTermWith(3);
    engine.stop();
    engine.startAgain();
    assertThat(listener.awaitExited(stopped.id())).isEqualTo(new ContainerExit.Exited(3));
  }

  @Test
  void whatIsAskedWhileItIsAwayIsRefusedOrDoneLater() throws Exception {
    PrivateEngine engine = start(true);
    ContainerSpec kill = running("sleep 1000");
    ContainerSpec ended = running("true");
    listener.awaitExited(ended.id());

    engine.kill();
    LaunchFailure failure = listener.awaitFailed(launch("true").id());
    runtime.orElseThrow().signal(kill.id(), Signal.KILL);
    runtime.orElseThrow().remove(ended.id());
    engine.startAgain();

    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.RUNTIME);
    assertThat(failure.message()).startsWith("the Docker engine at unix:").contains("not answer");
    assertThat(listener.awaitExited(kill.id())).isEqualTo(new ContainerExit.Exited(137));
    runtime.orElseThrow().remove(kill.id());
    assertThat(listener.awaitExited(running("exit 5").id())).isEqualTo(new ContainerExit.Exited(5));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(containers()).as("but the newest").hasSize(1));
  }

  @Test
  void aPodLosesItsHolderWithTheEngineAndEndsWhole() throws Exception {
    PrivateEngine engine = start(true);
    ContainerId parent = new ContainerId("the-pod");
    ContainerSpec a = member(parent);
    ContainerSpec b = member(parent);
    listener.awaitStarted(a.id());
    listener.awaitStarted(b.id());
    String holder =
        containers().stream()
            .filter(c -> c.getLabels().containsKey(Labels.POD))
            .findFirst()
            .orElseThrow()
            .getId();
    long pid = engine.client().inspectContainerCmd(holder).exec().getState().getPidLong();

    engine.kill();
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    engine.startAgain();

    for (ContainerSpec member : List.of(a, b)) {
      assertThat(listener.awaitExited(member.id()))
          .isInstanceOfSatisfying(
              ContainerExit.Unknown.class,
              e -> assertThat(e.message()).startsWith("The container that held"));
      runtime.orElseThrow().remove(member.id());
    }
    Awaitility.await().untilAsserted(() -> assertThat(containers()).isEmpty());
  }

  private ContainerSpec member(ContainerId parent) {
    ContainerSpec alone = Specs.of(task("sleep 1000"));
    ContainerSpec spec =
        new ContainerSpec(
            alone.id(),
            Optional.of(parent),
            alone.agent(),
            alone.framework(),
            alone.executor(),
            Optional.of(
                ExecutorInfo.newBuilder()
                    .setExecutorId(alone.executor().toProto())
                    .setContainer(
                        ContainerInfo.newBuilder()
                            .setType(ContainerInfo.Type.MESOS)
                            .addNetworkInfos(NetworkInfo.newBuilder().setName("none")))
                    .build()),
            alone.work(),
            alone.role());
    runtime.orElseThrow().launch(spec);
    return spec;
  }
}
