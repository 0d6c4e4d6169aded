package io.proffer.agent.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.death.MortalAgent.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The agent dies right after each change that it makes to its disk, comes back, and may die again
 * soon after. Whenever that is: nothing of a task is left, every task comes to an end that its
 * scheduler hears, no end is told in two ways, and no update says two things.
 */
class DeathAtEveryWriteTest {

  private static final List<Integer> AGAIN_AFTER = List.of(1, 2, 5);

  /** How each task ends when nobody dies. */
  private static final Map<String, TaskState> ENDS =
      Map.of(
          "finishes", TaskState.TASK_FINISHED,
          "fails", TaskState.TASK_FAILED,
          "is-killed", TaskState.TASK_KILLED,
          "left", TaskState.TASK_FAILED,
          "right", TaskState.TASK_KILLED,
          "again", TaskState.TASK_FINISHED,
          "finishes-alone", TaskState.TASK_FINISHED,
          "fails-alone", TaskState.TASK_FAILED);

  @ParameterizedTest
  @EnumSource
  void everyDeathIsSurvived(Death death) {
    int changes = run(death, List.of());
    assertThat(changes).as("the scenario writes a lot").isGreaterThan(60);
    for (int at = 1; at <= changes; at++) {
      run(death, List.of(at));
      for (int after : AGAIN_AFTER) {
        run(death, List.of(at, at + after));
      }
    }
  }

  private static int run(Death death, List<Integer> deaths) {
    MortalAgent agent = new MortalAgent(death, deaths);
    try {
      scenario(agent);
      check(agent, death, deaths);
    } catch (AssertionError | RuntimeException e) {
      List<String> last = agent.changes();
      throw new AssertionError(
          "%s at %s, after %s"
              .formatted(death, deaths, last.subList(Math.max(0, last.size() - 9), last.size())),
          e);
    }
    return agent.changes().size();
  }

  private static void scenario(MortalAgent agent) {
    StrictMaster master = agent.master();
    agent.live();
    agent.then(() -> master.run("f", "finishes"));
    agent.then(() -> master.run("f", "fails"));
    agent.then(() -> master.run("g", "is-killed"));
    agent.then(() -> agent.end("finishes", new ContainerExit.Exited(0)));
    agent.then(() -> master.runGroup("f", "pod", "left", "right"));
    agent.then(() -> master.kill("is-killed"));
    agent.then(() -> agent.end("left", new ContainerExit.Exited(1)));
    agent.then(agent::compacts);
    agent.then(() -> master.runGroup("f", "pod", "again"));
    agent.then(() -> master.run("h", "torn-down"));
    agent.then(() -> agent.end("fails", new ContainerExit.Exited(7)));
    agent.then(() -> master.tearDown("h"));
    agent.then(() -> agent.end("again", new ContainerExit.Exited(0)));
    agent.then(() -> master.run("f", "finishes-alone"));
    agent.then(() -> master.run("f", "fails-alone"));
    agent.whileDown(
        () -> {
          agent.end("finishes-alone", new ContainerExit.Exited(0));
          agent.end("fails-alone", new ContainerExit.Exited(9));
        });
  }

  private static void check(MortalAgent agent, Death death, List<Integer> deaths) {
    StrictMaster master = agent.master();
    assertThat(agent.left()).as("containers that are left").isEmpty();
    assertThat(agent.state().tasks()).as("tasks that the agent holds").isEmpty();
    assertThat(agent.state().executors()).as("executors that are left").isEmpty();
    for (String task : master.tasks()) {
      assertThat(master.state(task))
          .as("the end of '%s', which %s", task, master.ran(task) ? "ran" : "was not told to run")
          .isIn(documented(task, death, deaths, master.ran(task)));
    }
  }

  /** The ends that docs/operating.md names for a task of an agent that died. */
  private static Set<TaskState> documented(
      String task, Death death, List<Integer> deaths, boolean ran) {
    List<TaskState> ends = new ArrayList<>(List.of(ENDS.get(task)));
    if (!deaths.isEmpty()) {
      if (!ran) {
        // The launch never came, or was not begun, or the kill came before the start.
        ends.add(TaskState.TASK_DROPPED);
      }
      if (death != Death.KILLED) {
        ends.add(TaskState.TASK_FAILED); // with its machine
        ends.add(TaskState.TASK_KILLED); // with its group, which failed with the machine
        ends.add(TaskState.TASK_DROPPED); // with the facts about it
      }
    }
    return Set.copyOf(ends);
  }
}
