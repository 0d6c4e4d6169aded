package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.view.ExecutorView;
import io.proffer.agent.view.TaskStage;
import io.proffer.agent.view.TaskView;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.link.ToAgent;
import org.junit.jupiter.api.Test;

/** What readers see of an agent whose kernel decides. */
class ReadersTest {

  private final KernelScenario agent = KernelScenario.registeredAgent();

  @Test
  void aTaskThatIsOverIsRememberedWithItsExecutor() {
    agent.running("t1").exited("t1", 0).acknowledgeAll("t1");

    assertThat(agent.seen().frameworks()).isEmpty();
    assertThat(agent.seen().completedExecutors())
        .singleElement()
        .satisfies(
            e ->
                assertThat(e.tasks())
                    .singleElement()
                    .satisfies(t -> assertThat(t.stage()).isEqualTo(TaskStage.COMPLETED)));
  }

  @Test
  void aFrameworkThatComesBackIsTheOneItWas() {
    agent.running("t1").exited("t1", 0).acknowledgeAll("t1");

    agent.running("t2");

    assertThat(agent.seen().completedFrameworks()).isEmpty();
    assertThat(agent.seen().frameworks())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(FrameworkId.of(f.info().getId())).isEqualTo(KernelScenario.FRAMEWORK);
              assertThat(f.executors()).extracting(e -> e.id().value()).containsExactly("t2");
              assertThat(f.completedExecutors())
                  .extracting(e -> e.id().value())
                  .containsExactly("t1");
            });
  }

  @Test
  void whatEndedWithItsFrameworkWasToldToNobody() {
    agent.running("t1");
    agent.masterSays(new ToAgent.TeardownFramework(KernelScenario.FRAMEWORK));
    agent.exited("t1", 0);

    assertThat(agent.seen().tasks())
        .singleElement()
        .satisfies(t -> assertThat(t.stage()).isEqualTo(TaskStage.TERMINATED));
  }

  @Test
  void anotherGroupOfAnExecutorJoinsTheFirst() {
    agent.runGroup("e", "a").started("a").runGroup("e", "b").started("b");

    assertThat(agent.seen().executors())
        .singleElement()
        .extracting(ExecutorView::tasks)
        .satisfies(
            tasks ->
                assertThat(tasks)
                    .extracting(TaskView::stage)
                    .containsExactly(TaskStage.LAUNCHED, TaskStage.LAUNCHED));
    assertThat(agent.seen().containers()).hasSize(2);
  }
}
