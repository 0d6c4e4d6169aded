package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.TaskKey;
import io.proffer.master.kernel.RandomCluster.Kind;
import io.proffer.master.kernel.RandomCluster.Step;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Task;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.apache.mesos.v1.Protos.TaskState;

/** What holds whatever happens. {@link Invariants} are checked after every single input. */
class KernelProperties {

  private static final Set<TaskState> ENDED =
      EnumSet.of(TaskState.TASK_FINISHED, TaskState.TASK_FAILED, TaskState.TASK_KILLED);

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void whateverHappensTheInvariantsHoldAndReplayGivesTheSame(@ForAll("steps") List<Step> steps) {
    RandomCluster random = new RandomCluster();
    Set<TaskKey> ended = new HashSet<>();
    for (Step step : steps) {
      random.perform(step);
      terminalStaysTerminal(random.cluster().state(), ended);
    }
    random.heal();
    MasterState replayed = new MasterState(random.cluster().settings().retention());
    random.cluster().journal().forEach(replayed::apply);
    assertThat(StateDigest.of(replayed)).isEqualTo(StateDigest.of(random.cluster().state()));
    assertThat(random.cluster().kept()).isEqualTo(DurableFacts.of(random.cluster().state()));
  }

  @Property(tries = 15, shrinking = ShrinkingMode.BOUNDED)
  void theSameInputsGiveTheSameDecisions(@ForAll("steps") List<Step> steps) {
    assertThat(journalOf(steps)).isEqualTo(journalOf(steps));
  }

  private static List<MasterEvent> journalOf(List<Step> steps) {
    RandomCluster random = new RandomCluster();
    steps.forEach(random::perform);
    return random.cluster().journal();
  }

  /** Ids are never used again in these clusters, so what has ended must not run. */
  private static void terminalStaysTerminal(MasterState state, Set<TaskKey> ended) {
    state
        .frameworks()
        .forEach(
            framework -> {
              for (Task task : state.tasks(framework.id())) {
                if (ended.contains(task.key())) {
                  assertThat(task.terminal()).as("%s runs again", task.key()).isTrue();
                }
                if (ENDED.contains(task.state())) {
                  ended.add(task.key());
                }
              }
            });
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 1000);
    // Most of the time work goes on; sometimes something breaks.
    Arbitrary<Kind> work =
        Arbitraries.of(Kind.LAUNCH, Kind.LAUNCH_GROUP, Kind.REPORT, Kind.ACKNOWLEDGE, Kind.DECLINE);
    Arbitrary<Kind> kind = Arbitraries.oneOf(work, work, Arbitraries.of(Kind.class));
    return Combinators.combine(kind, number, number, number)
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(100)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
