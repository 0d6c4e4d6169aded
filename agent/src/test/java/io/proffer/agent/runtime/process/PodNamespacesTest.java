package io.proffer.agent.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of a pod. */
class PodNamespacesTest {

  private static final ContainerInfo NOTHING_ASKED =
      ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).build();
  private static final ContainerInfo ALONE =
      NOTHING_ASKED.toBuilder()
          .addNetworkInfos(NetworkInfo.newBuilder().setName("none"))
          .setLinuxInfo(LinuxInfo.newBuilder().setIpcMode(LinuxInfo.IpcMode.PRIVATE).setShmSize(4))
          .build();

  @TempDir Path work;

  private final RecordingListener listener = new RecordingListener();
  private final List<ContainerSpec> launched = new ArrayList<>();
  private final ContainerId pod = new ContainerId(UUID.randomUUID().toString());
  private Optional<ProcessRuntime> runtime = Optional.empty();

  @BeforeEach
  void start() {
    assumeThat(Privileges.own().noNamespaces()).as("namespaces need root").isEmpty();
    runtime = Optional.of(open());
  }

  private ProcessRuntime open() {
    return ProcessRuntime.open(
        new ProcessRuntimeSettings(
            new Sandboxes(new SandboxLayout(work)),
            "10.0.0.1",
            "10.0.0.1:5051",
            IsolationOptions.defaults(),
            2),
        listener);
  }

  @AfterEach
  void stop() {
    runtime.ifPresent(
        r -> {
          launched.forEach(s -> r.remove(s.id()));
          r.close();
        });
    assertThat(pods()).as("what is left").isEmpty();
  }

  private List<String> pods() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .filter(l -> l.contains(work.toString()))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ContainerSpec launch(ContainerInfo executor, String command) {
    return launch(executor, TaskInfo.newBuilder(), command);
  }

  private ContainerSpec launch(ContainerInfo executor, TaskInfo.Builder task, String command) {
    ContainerSpec plain = Specs.of(task.setCommand(CommandInfo.newBuilder().setValue(command)));
    ContainerSpec spec =
        new ContainerSpec(
            plain.id(),
            Optional.of(pod),
            plain.agent(),
            plain.framework(),
            plain.executor(),
            Optional.of(
                ExecutorInfo.newBuilder()
                    .setExecutorId(plain.executor().toProto())
                    .setContainer(executor)
                    .build()),
            plain.work(),
            plain.role());
    launched.add(spec);
    runtime.orElseThrow().launch(spec);
    return spec;
  }

  private String output(ContainerSpec spec) throws IOException {
    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));
    return Files.readString(new SandboxLayout(work).sandbox(spec).resolve("stdout")).strip();
  }

  /** What {@code /proc} calls the namespaces that a process is in. */
  private record Places(Path network, Path ipc) {
    static Places of(String process) throws IOException {
      Path namespaces = Path.of("/proc", process, "ns");
      return new Places(
          Files.readSymbolicLink(namespaces.resolve("net")),
          Files.readSymbolicLink(namespaces.resolve("ipc")));
    }
  }

  private Places places(ContainerSpec spec) throws IOException {
    String pid = listener.awaitStarted(spec.id()).pid().orElseThrow().toString();
    Awaitility.await()
        .until(() -> Files.readString(Path.of("/proc", pid, "cmdline")).startsWith("sleep"));
    return Places.of(pid);
  }

  @Test
  void theyShareTheMachinesUnlessTheirExecutorSaysOtherwise() throws IOException {
    ContainerSpec one = launch(NOTHING_ASKED, "exec sleep 1000");

    assertThat(places(one)).isEqualTo(Places.of("self"));
    assertThat(listener.awaitStarted(one.id()).ipAddresses()).containsExactly("10.0.0.1");
  }

  @Test
  void theyShareANetworkAndMemoryThatNobodyElseHas() throws IOException {
    ContainerSpec first = launch(ALONE, "echo hello > /dev/shm/from-first; exec sleep 1000");
    ContainerSpec second =
        launch(
            ALONE,
            "until [ -s /dev/shm/from-first ]; do sleep 0.02; done; cat /dev/shm/from-first;"
                + " df -k /dev/shm | tail -1 | awk '{ print $2 }'; ls /sys/class/net >/dev/null;"
                + " cat /proc/net/dev | grep -c :; echo $MESOS_CONTAINER_IP");

    assertThat(output(second).lines()).containsExactly("hello", "4096", "1", "127.0.0.1");
    assertThat(places(first).network()).isNotEqualTo(Places.of("self").network());
    assertThat(places(first).ipc()).isNotEqualTo(Places.of("self").ipc());
    assertThat(places(launch(ALONE, "exec sleep 1000"))).isEqualTo(places(first));
    assertThat(listener.awaitStarted(first.id()).ipAddresses()).isEmpty();
    assertThat(Path.of("/dev/shm/from-first")).doesNotExist();
  }

  @Test
  void oneOfThemMayHaveMemoryOfItsOwn() throws IOException {
    ContainerSpec first = launch(ALONE, "exec sleep 1000");
    ContainerSpec second =
        launch(
            ALONE,
            TaskInfo.newBuilder()
                .setContainer(
                    NOTHING_ASKED.toBuilder()
                        .setLinuxInfo(
                            LinuxInfo.newBuilder().setIpcMode(LinuxInfo.IpcMode.PRIVATE))),
            "exec sleep 1000");

    assertThat(places(second).network()).isEqualTo(places(first).network());
    assertThat(places(second).ipc()).isNotEqualTo(places(first).ipc());
  }

  @Test
  void theNextAgentKeepsThemForThoseThatRun() throws IOException {
    ContainerSpec first = launch(ALONE, "exec sleep 1000");
    RunningContainer running = listener.awaitStarted(first.id());
    Places before = places(first);
    runtime.orElseThrow().close();

    runtime = Optional.of(open());
    assertThat(
            runtime
                .orElseThrow()
                .recover(List.of(new LaunchedContainer(first, Optional.of(running)))))
        .containsExactly(new RecoveredContainer.Alive(running));

    assertThat(places(launch(ALONE, "exec sleep 1000"))).isEqualTo(before);
  }

  @Test
  void thoseOfAPodThatHasEndedMeanwhileAreTakenAway() throws IOException {
    ContainerSpec first = launch(ALONE, "exec sleep 1000");
    listener.awaitStarted(first.id());
    runtime.orElseThrow().close();
    assertThat(pods()).isNotEmpty();

    runtime = Optional.of(open());
    runtime.orElseThrow().recover(List.of());

    assertThat(pods()).isEmpty();
  }
}
