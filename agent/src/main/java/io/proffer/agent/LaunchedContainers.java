package io.proffer.agent;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.GroupExecutor;
import java.util.List;

/** The containers of a checkpoint that are to be found again. */
final class LaunchedContainers {

  private LaunchedContainers() {}

  static List<LaunchedContainer> of(AgentState state) {
    return state.liveTasks().stream()
        .map(t -> new LaunchedContainer(spec(state, t), t.running()))
        .toList();
  }

  private static ContainerSpec spec(AgentState state, AgentTask task) {
    return new ContainerSpec(
        task.container(),
        task.membership().flatMap(m -> state.executor(m.executor())).map(GroupExecutor::container),
        state.id().orElseThrow(),
        state.framework(task.key().framework()).orElseThrow(),
        task.executor(),
        task.info(),
        task.role());
  }
}
