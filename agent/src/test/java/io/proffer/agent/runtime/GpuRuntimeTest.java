package io.proffer.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuRuntimeTest {

  private final Map<ContainerId, List<String>> launched = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private Optional<RuntimeListener> below = Optional.empty();

  @TempDir Path directory;

  /** Starts whatever it is given, and finds all of it again. */
  private final class Starting extends ForwardingRuntime {
    private final ContainerRuntime nothing = new NoRuntime();

    @Override
    protected ContainerRuntime next() {
      return nothing;
    }

    @Override
    public void launch(ContainerSpec spec) {
      launched.put(spec.id(), spec.gpus());
    }

    @Override
    public List<RecoveredContainer> recover(List<LaunchedContainer> all) {
      return all.stream().<RecoveredContainer>map(c -> alive(c.spec().id())).toList();
    }
  }

  private static RecoveredContainer alive(ContainerId id) {
    return new RecoveredContainer.Alive(
        new RunningContainer(
            id, RuntimeKind.PROCESS, "", Optional.empty(), List.of(), "", Instant.EPOCH));
  }

  private GpuRuntime runtime(int gpus) {
    RuntimeListener listener =
        new RuntimeListener() {
          @Override
          public void started(RunningContainer container) {}

          @Override
          public void launchFailed(ContainerId container, LaunchFailure failure) {
            failures.add(failure.message());
          }

          @Override
          public void exited(ContainerId container, ContainerExit exit) {}
        };
    return new GpuRuntime(
        l -> {
          below = Optional.of(l);
          return new Starting();
        },
        listener,
        new GpuDevices(directory.resolve("gpus"), gpus));
  }

  private static ContainerSpec asking(double gpus) {
    return Specs.of(
        TaskInfo.newBuilder()
            .setCommand(CommandInfo.newBuilder().setValue("true"))
            .addResources(Specs.scalar("gpus", gpus)));
  }

  private ContainerId launch(GpuRuntime runtime, double gpus) {
    ContainerSpec spec = asking(gpus);
    runtime.launch(spec);
    return spec.id();
  }

  @Test
  void noTwoContainersHaveTheSame() {
    GpuRuntime runtime = runtime(3);

    ContainerId first = launch(runtime, 1);
    ContainerId second = launch(runtime, 2);
    ContainerId without = launch(runtime, 0);
    launch(runtime, 1);

    assertThat(launched)
        .containsOnly(
            Map.entry(first, List.of("0")),
            Map.entry(second, List.of("1", "2")),
            Map.entry(without, List.of()));
    assertThat(failures)
        .containsExactly(
            "the agent has not 1 GPUs that no other task has: of its 3 the tasks have 3");
  }

  @Test
  void whoEndsOrNeverStartsGivesThemBack() {
    GpuRuntime runtime = runtime(2);
    RuntimeListener events = below.orElseThrow();

    events.exited(launch(runtime, 1), new ContainerExit.Exited(0));
    events.launchFailed(
        launch(runtime, 2), new LaunchFailure(LaunchFailure.Kind.RUNTIME, "it was not to be"));
    ContainerId last = launch(runtime, 2);

    assertThat(launched).containsEntry(last, List.of("0", "1"));
  }

  @Test
  void theNextAgentKnowsWhoHasWhat() {
    GpuRuntime before = runtime(2);
    ContainerSpec ends = asking(1);
    ContainerSpec runsOn = asking(1);
    before.launch(ends);
    before.launch(runsOn);

    GpuRuntime after = runtime(2);
    after.recover(List.of(new LaunchedContainer(runsOn, Optional.empty())));
    ContainerId next = launch(after, 1);
    launch(after, 1);

    assertThat(launched).containsEntry(runsOn.id(), List.of("1")).containsEntry(next, List.of("0"));
    assertThat(failures).hasSize(1);
  }

  @Test
  void aPartOfAGpuCannotBeHad() {
    launch(runtime(1), 0.5);

    assertThat(launched).isEmpty();
    assertThat(failures)
        .containsExactly("the task asks for 0.5 gpus: a GPU can be had as a whole only");
  }
}
