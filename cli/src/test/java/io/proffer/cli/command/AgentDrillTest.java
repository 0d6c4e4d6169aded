package io.proffer.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.Proffer;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import io.proffer.sdk.testkit.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgentDrillTest {

  @Test
  void itIsDoneWhenWhatEndsHasEndedAndWhatLastsWasKilled() {
    TestCluster cluster =
        TestCluster.create()
            .tasks(
                task ->
                    task.getCommand().getValue().equals("true")
                        ? TaskPlan.finishesAfter(Duration.ofMillis(10))
                        : TaskPlan.finishesAfter(Duration.ofMinutes(1)));
    TestAgent agent = cluster.addAgent("cpus:0.2;mem:64");
    AgentDrill drill = new AgentDrill(50);

    cluster.start(Proffer.framework("drill"), drill);
    cluster.advance(Duration.ofSeconds(50)); // less than what lasts would take by itself

    assertThat(drill.done().toCompletableFuture()).isDone();
    assertThat(agent.running()).isEmpty();
    assertThat(drill.wantsOffers()).isFalse();
  }
}
