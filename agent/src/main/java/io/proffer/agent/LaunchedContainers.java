package io.proffer.agent;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.kernel.ExecutorContainer;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.GroupExecutor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of a checkpoint that are to be found again. */
final class LaunchedContainers {

  private LaunchedContainers() {}

  static List<LaunchedContainer> of(AgentState state, AgentSettings settings) {
    return Stream.concat(
            state.liveTasks().stream()
                .filter(t -> !t.hosted())
                .map(t -> new LaunchedContainer(spec(state, t), t.running())),
            state.customExecutors().stream()
                .map(
                    e ->
                        new LaunchedContainer(
                            ExecutorContainer.spec(settings, state, e), e.running())))
        .toList();
  }

  private static ContainerSpec spec(AgentState state, AgentTask task) {
    Optional<GroupExecutor> executor =
        task.membership().flatMap(m -> state.groupExecutor(m.executor()));
    return new ContainerSpec(
        task.container(),
        executor.map(GroupExecutor::container),
        state.id().orElseThrow(),
        state.framework(task.key().framework()).orElseThrow(),
        task.executor(),
        executor.map(GroupExecutor::info),
        new ContainerWork.Task(task.info()),
        task.role());
  }
}
