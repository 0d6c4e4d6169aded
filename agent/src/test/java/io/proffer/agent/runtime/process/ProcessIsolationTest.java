package io.proffer.agent.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.ControlGroups;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.runtime.usage.KernelFile;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CapabilityInfo;
import org.apache.mesos.v1.Protos.CapabilityInfo.Capability;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.RLimitInfo;
import org.apache.mesos.v1.Protos.RLimitInfo.RLimit;
import org.apache.mesos.v1.Protos.SeccompInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process task is given and denied, as root can. */
class ProcessIsolationTest {

  private static final int PIDS = 40;
  private static final Path ELSEWHERE = Path.of("/var/tmp");

  private final RecordingListener listener = new RecordingListener();
  private final List<ContainerSpec> launched = new ArrayList<>();
  private Path work;
  private ProcessRuntime runtime;

  @BeforeEach
  void open() throws IOException {
    assumeThat(Privileges.own().unenforced()).as("this needs root").isEmpty();
    // Not below /tmp, which a task may have for itself.
    work = Files.createTempDirectory(ELSEWHERE, "isolation-");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    runtime = ProcessRuntime.open(settings(false), listener);
  }

  private ProcessRuntimeSettings settings(boolean privateTmp) {
    return new ProcessRuntimeSettings(
        new Sandboxes(new SandboxLayout(work)),
        "127.0.0.1",
        "127.0.0.1:5051",
        new IsolationOptions(
            true, false, true, PIDS, true, privateTmp, false, Duration.ofSeconds(15)),
        4);
  }

  @AfterEach
  void end() throws IOException {
    if (runtime == null) {
      return;
    }
    for (ContainerSpec spec : launched) {
      runtime.signal(spec.id(), Signal.KILL);
      runtime.remove(spec.id());
    }
    runtime.close();
    try (Stream<Path> files = Files.walk(work)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }

  private ContainerSpec launch(TaskInfo.Builder task) {
    ContainerSpec spec = Specs.of(task);
    launched.add(spec);
    runtime.launch(spec);
    return spec;
  }

  /** A shell waits for it. */
  private ContainerSpec launchCheckpointed(TaskInfo.Builder task) {
    ContainerSpec plain = Specs.of(task);
    ContainerSpec spec =
        new ContainerSpec(
            plain.id(),
            plain.parent(),
            plain.agent(),
            plain.framework().toBuilder().setCheckpoint(true).build(),
            plain.executor(),
            plain.groupExecutor(),
            plain.work(),
            plain.role());
    launched.add(spec);
    runtime.launch(spec);
    return spec;
  }

  private static TaskInfo.Builder shell(String command) {
    return TaskInfo.newBuilder().setCommand(CommandInfo.newBuilder().setValue(command));
  }

  private static TaskInfo.Builder contained(String command, ContainerInfo.Builder container) {
    return shell(command).setContainer(container.setType(ContainerInfo.Type.MESOS));
  }

  private static ContainerInfo.Builder linux(LinuxInfo.Builder linux) {
    return ContainerInfo.newBuilder().setLinuxInfo(linux);
  }

  private static CapabilityInfo capabilities(Capability... names) {
    return CapabilityInfo.newBuilder().addAllCapabilities(List.of(names)).build();
  }

  private String output(ContainerSpec spec) throws IOException {
    assertThat(listener.awaitExited(spec.id()))
        .as(() -> "stderr: " + read(spec, "stderr"))
        .isEqualTo(new ContainerExit.Exited(0));
    return read(spec, "stdout").strip();
  }

  private String read(ContainerSpec spec, String file) {
    try {
      return Files.readString(new SandboxLayout(work).sandbox(spec).resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String refusal(ContainerInfo.Builder container) {
    return listener.awaitFailed(launch(contained("true", container)).id()).message();
  }

  private static ContainerInfo.Builder rlimit(RLimit.Builder limit) {
    return ContainerInfo.newBuilder().setRlimitInfo(RLimitInfo.newBuilder().addRlimits(limit));
  }

  @Test
  void resourceLimitsAreThoseThatAreAskedFor() throws IOException {
    RLimitInfo limits =
        RLimitInfo.newBuilder()
            .addRlimits(
                RLimit.newBuilder().setType(RLimit.Type.RLMT_NOFILE).setSoft(100).setHard(200))
            .addRlimits(RLimit.newBuilder().setType(RLimit.Type.RLMT_CORE))
            .build();

    ContainerSpec spec =
        launch(
            contained(
                "ulimit -Sn; ulimit -Hn; ulimit -c",
                ContainerInfo.newBuilder().setRlimitInfo(limits)));

    assertThat(output(spec)).isEqualTo("100\n200\nunlimited");
  }

  @Test
  void aVolumeThatIsOnlyToBeReadCannotBeWrittenTo() throws IOException {
    Path data = Files.createDirectory(work.resolve("data"));
    Files.writeString(data.resolve("answer"), "42");
    ContainerInfo.Builder container =
        ContainerInfo.newBuilder()
            .addVolumes(hostPath(data, "in/only-read", Volume.Mode.RO))
            .addVolumes(hostPath(data, "in/written", Volume.Mode.RW));

    ContainerSpec spec =
        launch(
            contained(
                "cat in/only-read/answer; touch in/only-read/other 2>/dev/null || echo refused;"
                    + " touch in/written/more",
                container));

    assertThat(output(spec)).isEqualTo("42refused");
    assertThat(data.resolve("other")).doesNotExist();
    assertThat(data.resolve("more")).exists();
    // What it saw nobody else did.
    assertThat(new SandboxLayout(work).sandbox(spec).resolve("in/only-read")).isEmptyDirectory();
  }

  private static Volume hostPath(Path path, String at, Volume.Mode mode) {
    return Volume.newBuilder()
        .setMode(mode)
        .setContainerPath(at)
        .setHostPath(path.toString())
        .build();
  }

  @Test
  void resourceLimitsThatCannotBeAreRefusedWithTheReason() {
    RLimit.Builder files = RLimit.newBuilder().setType(RLimit.Type.RLMT_NOFILE);
    assertThat(refusal(rlimit(files.clone())))
        .startsWith("RLMT_NOFILE: no limit is more than")
        .endsWith("the kernel's most, fs.nr_open");
    assertThat(refusal(rlimit(files.clone().setSoft(2).setHard(1))))
        .isEqualTo("RLMT_NOFILE: 'soft' is more than 'hard'");
    assertThat(refusal(rlimit(files.clone().setSoft(2)))).contains("give both, or none");
    assertThat(refusal(rlimit(RLimit.newBuilder()))).contains("no known type");
  }

  @Test
  void capabilitiesAreThoseThatAreAskedForAlsoForAnotherUser() throws IOException {
    ContainerInfo.Builder container =
        linux(
            LinuxInfo.newBuilder()
                .setEffectiveCapabilities(capabilities(Capability.NET_BIND_SERVICE))
                .setBoundingCapabilities(
                    capabilities(Capability.NET_BIND_SERVICE, Capability.CHOWN)));
    String print = "grep -E 'Cap(Eff|Bnd)' /proc/self/status | cut -f2";
    TaskInfo.Builder asNobody = contained(print, container.clone());
    asNobody.getCommandBuilder().setUser("nobody");

    // NET_BIND_SERVICE is bit 10, CHOWN bit 0
    assertThat(output(launch(contained(print, container.clone()))))
        .isEqualTo("0000000000000400\n0000000000000401");
    assertThat(output(launch(asNobody))).isEqualTo("0000000000000400\n0000000000000401");
    assertThat(
            output(
                launch(
                    contained(
                        print,
                        linux(LinuxInfo.newBuilder().setEffectiveCapabilities(capabilities()))))))
        .isEqualTo("0000000000000000\n0000000000000000");
  }

  @Test
  void effectiveCapabilitiesBeyondTheBoundAreRefused() {
    assertThat(
            refusal(
                linux(
                    LinuxInfo.newBuilder()
                        .setEffectiveCapabilities(capabilities(Capability.SYS_ADMIN))
                        .setBoundingCapabilities(capabilities(Capability.CHOWN)))))
        .contains("SYS_ADMIN", "not all among the bounding capabilities [CHOWN]");
  }

  @Test
  void whatNoProcessCanHaveIsRefused() {
    assertThat(
            refusal(
                linux(
                    LinuxInfo.newBuilder()
                        .setSeccomp(SeccompInfo.newBuilder().setProfileName("strict")))))
        .contains("seccomp");
    assertThat(
            refusal(
                ContainerInfo.newBuilder()
                    .addNetworkInfos(NetworkInfo.newBuilder().setName("overlay"))))
        .contains("network of the agent's machine");
    assertThat(refusal(linux(LinuxInfo.newBuilder().setShmSize(8)))).contains("ipc_mode");
  }

  @Test
  void aHostNameAndSharedMemoryCanBeItsOwn() throws IOException {
    ContainerSpec spec =
        launch(
            contained(
                "uname -n; ls -A /dev/shm; df -k /dev/shm | tail -1 | awk '{ print $2 }'",
                linux(LinuxInfo.newBuilder().setIpcMode(LinuxInfo.IpcMode.PRIVATE).setShmSize(8))
                    .setHostname("wonderland")));

    assertThat(output(spec)).isEqualTo("wonderland\n8192");
    assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).doesNotContain("wonder");
  }

  @Test
  void itsOwnPidNamespaceHidesAllOtherProcesses() throws IOException {
    ContainerInfo.Builder container = linux(LinuxInfo.newBuilder().setSharePidNamespace(false));

    ContainerSpec spec = launch(contained("ls -d /proc/[0-9]*", container.clone()));
    assertThat(output(spec)).startsWith("/proc/1").doesNotContain("/proc/" + selfPid());

    ContainerSpec ended = launch(contained("exit 7", container.clone()));
    assertThat(listener.awaitExited(ended.id())).isEqualTo(new ContainerExit.Exited(7));

    ContainerSpec killed = launch(contained("sleep 1000 & sleep 1000", container.clone()));
    listener.awaitStarted(killed.id());
    runtime.signal(killed.id(), Signal.KILL);
    assertThat(listener.awaitExited(killed.id())).isEqualTo(new ContainerExit.Signaled(9));
  }

  private static long selfPid() {
    return ProcessHandle.current().pid();
  }

  @Test
  void aPrivateTmpIsInTheSandboxAndNobodyElseSeesIt() throws IOException {
    runtime.close();
    runtime = ProcessRuntime.open(settings(true), listener);
    assertThat(runtime.unenforced()).isEmpty();
    TaskInfo.Builder task =
        shell("echo mine > /tmp/secret; stat -c %a /tmp; grep -c /tmp /proc/self/mountinfo");
    task.getCommandBuilder().setUser("nobody");

    ContainerSpec spec = launch(task);

    assertThat(output(spec)).startsWith("1777\n");
    assertThat(read(spec, ".tmp/secret")).isEqualTo("mine\n");
    assertThat(Path.of("/tmp/secret")).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(work.toString());
  }

  @Test
  void aPrivateTmpThatWouldHideTheSandboxIsNamed() {
    ProcessRuntime inTmp =
        ProcessRuntime.open(
            new ProcessRuntimeSettings(
                new Sandboxes(new SandboxLayout(Path.of("/tmp/proffer-work"))),
                "",
                "",
                settings(true).isolation(),
                1),
            listener);

    assertThat(inTmp.unenforced())
        .singleElement()
        .satisfies(
            u -> {
              assertThat(u.what()).isEqualTo("process/private_tmp");
              assertThat(u.why()).contains("below /tmp");
            });
    inTmp.close();
  }

  @Test
  void theLoaderDoesNotObeyATaskBeforeItIsItsUser() throws IOException {
    TaskInfo.Builder task = shell("echo $LD_PRELOAD $PS4 $OTHER");
    Environment.Builder environment = task.getCommandBuilder().getEnvironmentBuilder();
    Stream.of("LD_PRELOAD", "PS4", "OTHER")
        .forEach(
            name ->
                environment.addVariables(
                    Environment.Variable.newBuilder().setName(name).setValue("/no/" + name)));
    task.getCommandBuilder().setUser("nobody");

    ContainerSpec spec = launch(task);

    assertThat(output(spec)).isEqualTo("/no/LD_PRELOAD /no/PS4 /no/OTHER");
    // One line of complaint for each program that the loader starts with it: env's, and no others'.
    assertThat(read(spec, "stderr").lines().filter(l -> l.contains("/no/LD_PRELOAD")).count())
        .isEqualTo(2);
  }

  @Test
  void aForkBombIsHeldInAndLeavesNothing() throws IOException {
    assumeThat(Files.isWritable(Path.of("/sys/fs/cgroup"))).isTrue();
    ContainerSpec neighbour = launch(shell("sleep 1000"));
    listener.awaitStarted(neighbour.id());

    // Each process makes two, until one is refused.
    ContainerSpec bomb =
        launch(
            shell(
                "bomb() { (bomb; sleep 1000) & (bomb; sleep 1000) & sleep 1000; };"
                    + " (bomb) 2>/dev/null & exec sleep 1000"));
    listener.awaitStarted(bomb.id());
    Awaitility.await().untilAsserted(() -> assertThat(inGroup(bomb)).isGreaterThan(PIDS / 2));
    assertThat(inGroup(bomb)).isLessThanOrEqualTo(PIDS);
    assertThat(output(launch(shell("echo a neighbour can fork")))).contains("can fork");

    runtime.signal(bomb.id(), Signal.KILL);
    assertThat(listener.awaitExited(bomb.id())).isNotNull();
    runtime.remove(bomb.id());

    Awaitility.await().untilAsserted(() -> assertThat(groups(bomb)).isEmpty());
    assertThat(listener.hasExited(neighbour.id())).isFalse();
  }

  private static long inGroup(ContainerSpec spec) throws IOException {
    List<Path> groups = groups(spec);
    assertThat(groups).isNotEmpty();
    return groups.stream()
        .mapToLong(
            g ->
                KernelFile.read(g.resolve("cgroup.procs")).stream()
                    .flatMap(String::lines)
                    .filter(l -> !l.isBlank())
                    .count())
        .max()
        .orElse(0);
  }

  private static List<Path> groups(ContainerSpec spec) throws IOException {
    return ControlGroups.named(spec.id().value());
  }

  @Test
  void aCommandBesideATaskHasWhatTheTaskHas() throws Exception {
    TaskInfo.Builder task =
        contained("sleep 1000", ContainerInfo.newBuilder().setHostname("wonderland"));
    task.getCommandBuilder().setUser("nobody");
    assertThatBesideHasWhatTheTaskHas(launch(task));
    assertThatBesideHasWhatTheTaskHas(launchCheckpointed(task));
  }

  private void assertThatBesideHasWhatTheTaskHas(ContainerSpec spec) throws Exception {
    listener.awaitStarted(spec.id());

    String said =
        beside(
            spec,
            CommandInfo.newBuilder()
                .setValue("uname -n; id -un; pwd; cat /proc/self/cgroup; echo $MESOS_TASK_ID")
                .build());

    assertThat(said)
        .startsWith("wonderland\nnobody\n" + new SandboxLayout(work).sandbox(spec) + "\n")
        .contains("/" + spec.id())
        .endsWith(spec.executor().value() + "\n");
    runtime.signal(spec.id(), Signal.KILL);
    listener.awaitExited(spec.id());
    assertThat(runtime.beside(spec.id(), CommandInfo.newBuilder().setValue("true").build()))
        .isEmpty();
  }

  private String beside(ContainerSpec spec, CommandInfo command)
      throws LaunchException, IOException, InterruptedException {
    BesideCommand beside = runtime.beside(spec.id(), command).orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(beside.arguments())
            .directory(beside.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(beside.environment());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void groupsThatADeadAgentLeftAreRemoved() throws IOException {
    ContainerSpec left = launch(shell("sleep 1000"));
    listener.awaitStarted(left.id());
    assumeThat(groups(left)).as("this needs control groups").isNotEmpty();
    runtime.close();
    runtime = ProcessRuntime.open(settings(false), listener);

    runtime.recover(List.of());

    assertThat(groups(left)).isEmpty();
  }
}
