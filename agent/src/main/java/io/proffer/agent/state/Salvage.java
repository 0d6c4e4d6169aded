package io.proffer.agent.state;

import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.Durable;
import io.proffer.agent.state.AgentEvent.ExecutorEnded;
import io.proffer.agent.state.AgentEvent.FrameworkForgotten;
import io.proffer.agent.state.AgentEvent.GroupExecutorEnded;
import io.proffer.agent.state.AgentEvent.TaskForgotten;
import io.proffer.agent.state.AgentEvent.UpdateAcknowledged;
import io.proffer.core.model.FrameworkId;
import java.util.List;

/**
 * What can be used of facts of which some in between are lost. A fact that rests on a lost one is
 * dropped; so is a task of which it is not known whose it is.
 *
 * @param facts the fewest that lead to what is left; they fit together
 * @param dropped how many facts, and tasks, could not be used
 */
public record Salvage(List<Durable> facts, int dropped) {

  public Salvage {
    facts = List.copyOf(facts);
  }

  /** Makes the best of facts that may have holes. */
  public static Salvage of(List<? extends Durable> found) {
    AgentState state = new AgentState();
    int dropped = 0;
    for (Durable fact : found) {
      if (!applied(state, fact)) {
        dropped++;
      }
      if (state.retired().isPresent()) {
        state = state.successor();
      }
    }
    dropped += dropOrphans(state);
    return new Salvage(Checkpoint.of(state), dropped);
  }

  private static boolean applied(AgentState state, Durable fact) {
    if (fact instanceof UpdateAcknowledged e
        && state.task(e.task()).filter(t -> t.awaits(e.uuid())).isEmpty()) {
      return false;
    }
    try {
      state.apply(fact);
      return true;
    } catch (IllegalStateException e) {
      return false; // about a task whose acceptance was lost
    }
  }

  private static int dropOrphans(AgentState state) {
    int dropped = 0;
    for (AgentTask task : List.copyOf(state.tasks())) {
      boolean framework = state.framework(task.key().framework()).isPresent();
      boolean executor =
          !task.live()
              || task.membership().stream().allMatch(m -> state.executor(m.executor()).isPresent());
      if (!framework || !executor || (!task.live() && task.updates().isEmpty())) {
        state.apply(new TaskForgotten(task.key()));
        dropped++;
      } else if (task.live() && TaskEnds.isEnd(task.state())) {
        state.apply(new ContainerEnded(task.key()));
      }
    }
    for (AgentExecutor executor : List.copyOf(state.executors())) {
      switch (executor) {
        case GroupExecutor e -> {
          if (state.tasksOf(e.key()).stream().noneMatch(AgentTask::live)) {
            state.apply(new GroupExecutorEnded(e.key()));
          }
        }
        case CustomExecutor e -> {
          if (state.framework(e.key().framework()).isEmpty()) {
            state.apply(new ExecutorEnded(e.key()));
            dropped++;
          }
        }
      }
    }
    List.copyOf(state.frameworks()).stream()
        .map(f -> FrameworkId.of(f.getId()))
        .filter(id -> state.tasksOf(id).isEmpty() && state.customExecutorsOf(id).isEmpty())
        .forEach(id -> state.apply(new FrameworkForgotten(id)));
    return dropped;
  }
}
