package io.proffer.agent.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of frameworks that ask for checkpoints: a shell waits for each and writes how it ended. */
class CheckpointedProcessTest {

  @TempDir Path work;

  private RecordingListener listener = new RecordingListener();
  private final List<ContainerSpec> launched = new ArrayList<>();
  private ProcessRuntime runtime;

  @BeforeEach
  void start() {
    runtime = open();
  }

  private ProcessRuntime open() {
    return ProcessRuntime.open(
        new ProcessRuntimeSettings(
            new Sandboxes(new SandboxLayout(work)),
            "127.0.0.1",
            "127.0.0.1:5051",
            new IsolationOptions(
                false, false, true, 4096, true, false, false, Duration.ofSeconds(15)),
            4),
        listener);
  }

  @AfterEach
  void killAll() {
    for (ContainerSpec spec : launched) {
      runtime.signal(spec.id(), Signal.KILL);
      runtime.remove(spec.id());
    }
    runtime.close();
  }

  private ContainerSpec launch(ContainerSpec spec) {
    launched.add(spec);
    runtime.launch(spec);
    return spec;
  }

  private Path sandbox(ContainerSpec spec) {
    return new SandboxLayout(work).sandbox(spec);
  }

  private ContainerSpec checkpointed(String command) {
    ContainerSpec spec = Specs.shell(command);
    return new ContainerSpec(
        spec.id(),
        spec.parent(),
        spec.agent(),
        spec.framework().toBuilder().setCheckpoint(true).build(),
        spec.executor(),
        spec.groupExecutor(),
        spec.work(),
        spec.role());
  }

  private RecoveredContainer recoverAlone(ContainerSpec spec, RunningContainer running) {
    return runtime.recover(List.of(new LaunchedContainer(spec, Optional.of(running)))).getFirst();
  }

  private void nextAgent() {
    runtime.close();
    listener = new RecordingListener();
    runtime = open();
  }

  @Test
  void theStatusOfACheckpointedTaskIsKnownToTheAgentThatDidNotStartIt() throws IOException {
    ContainerSpec spec =
        launch(checkpointed("while [ ! -e go ]; do sleep 0.02; done; echo err >&2; exit 7"));
    RunningContainer running = listener.awaitStarted(spec.id());
    nextAgent();
    assertThat(recoverAlone(spec, running)).isEqualTo(new RecoveredContainer.Alive(running));

    Files.createFile(sandbox(spec).resolve("go"));

    assertThat(listener.awaitExited(spec.id())).isEqualTo(new ContainerExit.Exited(7));
    assertThat(sandbox(spec).resolve("stderr")).hasContent("err");
  }

  @Test
  void theStatusOfACheckpointedTaskThatEndedMeanwhileIsKnown() throws IOException {
    ContainerSpec spec = launch(checkpointed("while [ ! -e go ]; do sleep 0.02; done; exit 9"));
    RunningContainer running = listener.awaitStarted(spec.id());
    runtime.close();
    Files.createFile(sandbox(spec).resolve("go"));
    Awaitility.await()
        .until(() -> ProcFs.Identity.parse(running.handle()).filter(ProcFs::alive).isEmpty());
    nextAgent();

    assertThat(recoverAlone(spec, running))
        .isEqualTo(new RecoveredContainer.Ended(running, new ContainerExit.Exited(9)));
    runtime.remove(spec.id());
    runtime.close();
    assertThat(new SandboxLayout(work).exits()).isEmptyDirectory();
  }

  @Test
  void recordsOfTasksWhoseEndWasToldAreClearedAway() {
    ContainerSpec told = launch(checkpointed("exit 1"));
    listener.awaitExited(told.id());
    assertThat(new SandboxLayout(work).exits()).isNotEmptyDirectory();
    nextAgent();

    runtime.recover(List.of());

    assertThat(new SandboxLayout(work).exits()).isEmptyDirectory();
  }

  @Test
  void aSignalReachesACheckpointedTaskAndIsToldWithoutAWordInItsOutput() {
    ContainerSpec caught = launch(checkpointed("trap 'exit 5' TERM; while :; do sleep 0.02; done"));
    ContainerSpec ended = launch(checkpointed("exec sleep 1000"));
    ContainerSpec stubborn = launch(checkpointed("trap '' TERM; while :; do sleep 0.02; done"));
    Stream.of(caught, ended, stubborn).forEach(s -> listener.awaitStarted(s.id()));
    // give the shells a moment to set their traps
    Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);

    Stream.of(caught, ended, stubborn).forEach(s -> runtime.signal(s.id(), Signal.TERM));

    assertThat(listener.awaitExited(caught.id())).isEqualTo(new ContainerExit.Exited(5));
    assertThat(listener.awaitExited(ended.id())).isEqualTo(new ContainerExit.Signaled(15));
    assertThat(sandbox(ended).resolve("stderr")).isEmptyFile();
    assertThat(listener.hasExited(stubborn.id())).isFalse();
    runtime.signal(stubborn.id(), Signal.KILL);
    assertThat(listener.awaitExited(stubborn.id())).isEqualTo(new ContainerExit.Signaled(9));
  }

  @Test
  void aCheckpointedTaskIgnoresNoSignalThatOthersDoNot() {
    String signals = "grep -E 'Sig(Ign|Blk|Cgt)' /proc/self/status";
    ContainerSpec plain = launch(Specs.shell(signals));
    ContainerSpec waitedFor = launch(checkpointed(signals));
    listener.awaitExited(plain.id());
    listener.awaitExited(waitedFor.id());

    assertThat(sandbox(waitedFor).resolve("stdout"))
        .hasSameTextualContentAs(sandbox(plain).resolve("stdout"));
  }
}
