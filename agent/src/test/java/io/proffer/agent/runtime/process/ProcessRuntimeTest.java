package io.proffer.agent.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRuntimeTest {

  @TempDir Path work;

  private final RecordingListener listener = new RecordingListener();
  private final List<ContainerSpec> launched = new ArrayList<>();
  private ProcessRuntime runtime;

  @BeforeEach
  void open() {
    runtime = ProcessRuntime.open(settings(false), listener);
  }

  @AfterEach
  void killAll() {
    for (ContainerSpec spec : launched) {
      runtime.signal(spec.id(), Signal.KILL);
      runtime.remove(spec.id());
    }
    runtime.close();
  }

  private ProcessRuntimeSettings settings(boolean cgroups) {
    return new ProcessRuntimeSettings(
        new Sandboxes(new SandboxLayout(work)),
        "127.0.0.1",
        "127.0.0.1:5051",
        new IsolationOptions(cgroups, true, true, 4096, true, false, false, Duration.ofSeconds(15)),
        4);
  }

  private ContainerSpec launch(ContainerSpec spec) {
    launched.add(spec);
    runtime.launch(spec);
    return spec;
  }

  private Path sandbox(ContainerSpec spec) {
    return new SandboxLayout(work).sandbox(spec);
  }

  @Test
  void aCommandRunsInItsSandboxAndItsOutputIsKept() throws IOException {
    ContainerSpec spec = launch(Specs.shell("echo out; echo err >&2; pwd > where"));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));

    assertThat(sandbox(spec).resolve("stdout")).hasContent("out");
    assertThat(sandbox(spec).resolve("stderr")).hasContent("err");
    assertThat(sandbox(spec).resolve("where")).hasContent(sandbox(spec).toString());
    assertThat(sandbox(spec).resolveSibling("latest").toRealPath())
        .isEqualTo(sandbox(spec).toRealPath());
  }

  @Test
  void itsExitStatusIsSeen() {
    ContainerSpec spec = launch(Specs.shell("exit 143"));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(143));
  }

  @Test
  void aSignalIsToldApartFromAnExitStatus() {
    ContainerSpec spec = launch(Specs.shell("kill -SEGV $$"));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Signaled(11));
  }

  @Test
  void withoutAShellArgumentsArePassedAsTheyAre() {
    ContainerSpec spec = launch(Specs.program("/bin/echo", "echo", "a b", "$HOME"));

    listener.awaitExited(spec.id());

    assertThat(sandbox(spec).resolve("stdout")).hasContent("a b $HOME");
  }

  @Test
  void itLeadsItsOwnSessionAndGroup() {
    ContainerSpec spec = launch(Specs.shell("cut -d' ' -f5,6 /proc/$$/stat"));

    long pid = listener.awaitStarted(spec.id()).pid().orElseThrow();
    listener.awaitExited(spec.id());

    assertThat(sandbox(spec).resolve("stdout")).hasContent(pid + " " + pid);
  }

  @Test
  void itHasNoFilesOfTheAgentOpen() {
    ContainerSpec spec = launch(Specs.program("ls", "ls", "/proc/self/fd"));

    listener.awaitExited(spec.id());

    // the fourth is the directory that is being listed
    assertThat(sandbox(spec).resolve("stdout")).hasContent("0\n1\n2\n3");
  }

  @Test
  void itGetsTheEnvironmentOfTheSpecAndOfMesosAndLittleElse() {
    ContainerSpec spec =
        launch(
            Specs.of(
                CommandInfo.newBuilder()
                    .setValue("env")
                    .setEnvironment(
                        Environment.newBuilder()
                            .addVariables(
                                Environment.Variable.newBuilder().setName("A").setValue("b c")))
                    .build()));

    listener.awaitExited(spec.id());

    assertThat(sandbox(spec).resolve("stdout"))
        .content()
        .contains(
            "A=b c\n",
            "MESOS_SANDBOX=" + sandbox(spec) + "\n",
            "MESOS_TASK_ID=" + spec.executor().value() + "\n",
            "MESOS_CONTAINER_IP=127.0.0.1\n",
            "MESOS_ALLOCATION_ROLE=some/role\n",
            "PATH=")
        .doesNotContain("JAVA_HOME=", "MAVEN");
  }

  @Test
  void aProgramThatDoesNotExistFailsTheLaunch() {
    assertThat(listener.awaitFailed(launch(Specs.program("no-such-program")).id()))
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(LaunchFailure.Kind.COMMAND);
              assertThat(f.message()).contains("'no-such-program' does not exist");
            });
  }

  @Test
  void aFileThatIsNoProgramFailsTheLaunch() {
    assertThat(listener.awaitFailed(launch(Specs.program("/etc/passwd")).id()).message())
        .isEqualTo("the command '/etc/passwd' is not executable");
  }

  @Test
  void aSandboxThatCannotBeMadeFailsTheLaunchAndNothingElse() throws IOException {
    Files.writeString(work.resolve("slaves"), "in the way");
    LaunchFailure failure = listener.awaitFailed(launch(Specs.shell("true")).id());
    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.SANDBOX);
    assertThat(failure.message()).contains("cannot be made", "Not a directory");

    Files.delete(work.resolve("slaves"));

    assertThat(listener.awaitExited(launch(Specs.shell("true")).id()))
        .isEqualTo(new ContainerExit.Exited(0));
  }

  @Test
  void aTermReachesTheWholeProcessGroup() {
    ContainerSpec spec = launch(Specs.shell("sleep 1000 & sleep 1000"));
    listener.awaitStarted(spec.id());

    runtime.signal(spec.id(), Signal.TERM);

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Signaled(15));
  }

  @Test
  void aKillEndsAProcessThatIgnoresTerm() {
    ContainerSpec spec =
        launch(Specs.shell("trap '' TERM; touch ready; while :; do sleep 0.01; done"));
    listener.awaitStarted(spec.id());
    Awaitility.await().until(() -> Files.exists(sandbox(spec).resolve("ready")));

    runtime.signal(spec.id(), Signal.TERM);
    runtime.signal(spec.id(), Signal.KILL);

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Signaled(9));
  }

  @Test
  void whatATaskLeavesBehindInItsGroupIsKilled() throws IOException {
    ContainerSpec spec = launch(Specs.shell("sleep 1000 & echo $! > child"));

    listener.awaitExited(spec.id());

    long child = Long.parseLong(Files.readString(sandbox(spec).resolve("child")).strip());
    Awaitility.await()
        .untilAsserted(() -> assertThat(ProcFs.identity(child).filter(ProcFs::alive)).isEmpty());
  }

  @Test
  void anUnknownUserFailsTheLaunch() {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");

    ContainerSpec spec =
        launch(
            Specs.of(
                CommandInfo.newBuilder().setValue("true").setUser("nobody-of-that-name").build()));

    assertThat(listener.awaitFailed(spec.id()).message())
        .contains("user 'nobody-of-that-name' does not exist");
  }

  @Test
  void rootRunsATaskAsTheUserItAsksFor() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    openToAll(work);

    ContainerSpec spec =
        launch(
            Specs.of(
                CommandInfo.newBuilder().setValue("id -un; touch mine").setUser("nobody").build()));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));
    assertThat(sandbox(spec).resolve("stdout")).hasContent("nobody");
    assertThat(Files.getOwner(sandbox(spec).resolve("mine")).getName()).isEqualTo("nobody");
  }

  private static void openToAll(Path directory) throws IOException {
    for (Path p = directory;
        p != null && Files.isWritable(p) && p.getNameCount() > 1;
        p = p.getParent()) {
      Files.setPosixFilePermissions(
          p, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void theUserTheAgentRunsAsNeedsNoSwitch() {
    ContainerSpec spec =
        launch(
            Specs.of(
                CommandInfo.newBuilder()
                    .setValue("id -un")
                    .setUser(System.getProperty("user.name"))
                    .build()));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(0));
    assertThat(sandbox(spec).resolve("stdout")).hasContent(System.getProperty("user.name"));
  }

  @Test
  void manyTasksRunAndNoneNeedsAThreadOfTheAgent() {
    int threadsBefore = Thread.activeCount();
    List<ContainerSpec> specs =
        IntStream.range(0, 200)
            .mapToObj(i -> launch(Specs.program("/bin/sleep", "sleep", "1000")))
            .toList();

    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(listener.startedCount()).isEqualTo(specs.size()));

    assertThat(Thread.activeCount() - threadsBefore).isLessThan(20);
    specs.forEach(s -> runtime.signal(s.id(), Signal.KILL));
    specs.forEach(
        s -> assertThat(listener.awaitExited(s.id())).isEqualTo(new ContainerExit.Signaled(9)));
  }

  @Test
  void aTaskThatRunsOnIsFoundByTheNextAgentAndCanBeKilled() {
    ContainerSpec spec = launch(Specs.shell("sleep 1000"));
    RunningContainer running = listener.awaitStarted(spec.id());
    runtime.close();
    RecordingListener next = new RecordingListener();
    runtime = ProcessRuntime.open(settings(false), next);

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.of(running)))))
        .containsExactly(new RecoveredContainer.Alive(running));

    runtime.signal(spec.id(), Signal.TERM);
    assertThat(next.awaitExited(spec.id())).isNotNull();
  }

  @Test
  void aLaunchTheEarlierAgentDidNotWriteDownIsFoundByItsSandbox() {
    ContainerSpec spec = launch(Specs.shell("sleep 1000"));
    RunningContainer running = listener.awaitStarted(spec.id());
    runtime.close();
    RecordingListener next = new RecordingListener();
    runtime = ProcessRuntime.open(settings(false), next);

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.empty()))))
        .singleElement()
        .isInstanceOfSatisfying(
            RecoveredContainer.Alive.class,
            a -> assertThat(a.container().handle()).isEqualTo(running.handle()));
  }

  @Test
  void aTaskThatEndedMeanwhileIsReportedHonestly() throws Exception {
    ContainerSpec spec = Specs.shell("true");
    Process process = new ProcessBuilder("true").start();
    RunningContainer running =
        new RunningContainer(
            spec.id(),
            io.proffer.agent.container.RuntimeKind.PROCESS,
            ProcFs.identity(process.pid()).map(ProcFs.Identity::handle).orElse("1:1:x"),
            Optional.of(process.pid()),
            List.of(),
            work.toString(),
            java.time.Instant.EPOCH);
    process.waitFor(5, TimeUnit.SECONDS);

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.of(running)))))
        .singleElement()
        .isInstanceOfSatisfying(
            RecoveredContainer.Ended.class,
            e -> assertThat(e.exit()).isInstanceOf(ContainerExit.Unknown.class));
  }

  @Test
  void aLaunchThatNeverHappenedIsToldSo() {
    ContainerSpec spec = Specs.shell("true");

    assertThat(runtime.recover(List.of(new LaunchedContainer(spec, Optional.empty()))))
        .containsExactly(new RecoveredContainer.NeverStarted(spec.id()));
  }

  @Test
  void aTaskThatTakesMoreMemoryThanItMayIsEndedForIt() {
    runtime.close();
    runtime = ProcessRuntime.open(settings(true), listener);
    assumeThat(runtime.describe().getFirst()).contains("memory, cpu");

    ContainerSpec spec =
        launch(
            Specs.of(
                TaskInfo.newBuilder()
                    .setCommand(CommandInfo.newBuilder().setValue("head -c 200m /dev/zero | tail"))
                    .addResources(Specs.scalar("cpus", 0.5))
                    .addResources(Specs.scalar("mem", 32))));

    assertThat(listener.awaitExited(spec.id()))
        .isInstanceOfSatisfying(
            ContainerExit.LimitExceeded.class,
            e -> assertThat(e.message()).startsWith("Memory limit exceeded: Requested: 32MB"));
  }

  @Test
  void limitsAreSetBeforeTheTaskRunsAndGoAwayWithIt() {
    runtime.close();
    runtime = ProcessRuntime.open(settings(true), listener);
    assumeThat(runtime.describe().getFirst()).contains("memory, cpu");

    ContainerSpec spec =
        launch(
            Specs.of(
                TaskInfo.newBuilder()
                    .setCommand(
                        CommandInfo.newBuilder().setValue("cat /proc/self/cgroup; sleep 1000"))
                    .addResources(Specs.scalar("cpus", 0.5))
                    .addResources(Specs.scalar("mem", 64))));
    listener.awaitStarted(spec.id());

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(sandbox(spec).resolve("stdout")).content().contains("/" + spec.id()));
    assertThat(runtime.usage(spec.id())).isPresent();
    runtime.signal(spec.id(), Signal.KILL);
    listener.awaitExited(spec.id());
    runtime.remove(spec.id());
    assertThat(runtime.usage(spec.id())).isEmpty();
  }
}
