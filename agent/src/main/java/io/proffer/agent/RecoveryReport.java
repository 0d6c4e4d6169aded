package io.proffer.agent;

import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what an agent found when it came back. */
final class RecoveryReport {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveryReport.class);

  private RecoveryReport() {}

  /**
   * @param state as the checkpoint says
   * @param bootId of the machine now
   */
  static void log(AgentState state, List<RecoveredContainer> found, Optional<String> bootId) {
    if (state.id().isEmpty()) {
      return;
    }
    Optional<String> before = state.bootId();
    if (before.isPresent() && bootId.isPresent() && !before.equals(bootId)) {
      LOG.warn(
          "The machine was rebooted since the agent last ran here: it keeps its id, and tells that"
              + " the tasks that ran have ended");
    }
    LOG.info("{}", describe(state, found));
  }

  static String describe(AgentState state, List<RecoveredContainer> found) {
    int alive = 0;
    int ended = 0;
    for (RecoveredContainer container : found) {
      switch (container) {
        case RecoveredContainer.Alive c -> alive++;
        case RecoveredContainer.Ended c -> ended++;
        case RecoveredContainer.NeverStarted c -> {}
      }
    }
    int updates = state.tasks().stream().map(AgentTask::updates).mapToInt(List::size).sum();
    return "Agent %s is back: of %d tasks that ran %d run on, %d have ended, %d never started; %d updates wait to be acknowledged"
        .formatted(
            state.id().orElseThrow(),
            found.size(),
            alive,
            ended,
            found.size() - alive - ended,
            updates);
  }
}
