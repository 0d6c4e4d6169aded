package io.proffer.examples.hello;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.Outcome;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import io.proffer.sdk.testkit.TestCluster;
import io.proffer.sdk.testkit.TestFramework;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example's own code, through what befalls a cluster. */
class HelloTest {
  private final TestCluster cluster =
      TestCluster.create().tasks(task -> TaskPlan.finishesAfter(Duration.ofMinutes(10)));
  private final TestAgent agent = cluster.addAgent("cpus:0.2;mem:64");
  private final TestFramework hello =
      cluster.start(
          Proffer.framework("hello"),
          new Hello(task("hello").command("echo hello").cpus(0.1).memMb(32), 3));

  HelloTest() {
    cluster.advance(Duration.ofSeconds(10));
    assertThat(agent.running()).hasSize(2);
  }

  @Test
  void runsItsTasksAndEnds() {
    cluster.advance(Duration.ofMinutes(9));
    assertThat(hello.outcome()).isEmpty();

    cluster.advance(Duration.ofMinutes(12));

    assertThat(hello.outcome()).contains(new Outcome.TornDown());
  }

  @Test
  void doesNotNoticeThatItsAgentWasKilled() {
    agent.kill();
    cluster.advance(Duration.ofMinutes(5));
    agent.start();

    cluster.advance(Duration.ofMinutes(20));

    assertThat(hello.outcome()).contains(new Outcome.TornDown());
  }

  @Test
  void goesOnWhenTheMasterIsLostAndAnotherLeads() {
    cluster.loseMaster();
    cluster.advance(Duration.ofMinutes(10));
    cluster.electMaster();

    cluster.advance(Duration.ofMinutes(12));

    assertThat(hello.outcome()).contains(new Outcome.TornDown());
  }

  @Test
  void saysWhichTaskHasFailed() {
    hello.task("hello-1").exit(7);
    cluster.advance(Duration.ofSeconds(5));

    assertThat(hello.outcome())
        .contains(new Outcome.Failed("hello-1 TASK_FAILED: Command exited with status 7"));
  }
}
