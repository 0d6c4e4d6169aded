package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import io.proffer.master.allocator.Refused;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

/** Whoever hears what changes knows which offers are not made, and for how long. */
class RefusalNewsTest {

  private final Cluster cluster = new Cluster();

  @Test
  void whatIsDeclinedIsToldWithHowLong() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    scheduler.declines(scheduler.takeOffer(), 60);

    assertThat(cluster.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.framework()).isEqualTo(scheduler.id());
              assertThat(refused.role()).isEqualTo("r1");
              assertThat(refused.agent()).isEqualTo(agent.id());
              assertThat(refused.resources()).isEqualTo(Resources.parse("cpus:2;mem:1024"));
              assertThat(refused.until()).isEqualTo(cluster.now().plusSeconds(60));
            });
  }

  @Test
  void theEndOfItsTimeIsTold() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.declines(scheduler.takeOffer(), 60);

    cluster.advanceSeconds(59);
    assertThat(cluster.refused()).hasSize(1);
    cluster.advanceSeconds(1);
    assertThat(cluster.refused()).isEmpty();
  }

  @Test
  void aRefusalThatSaysMoreTakesThePlaceOfTheOneBefore() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    Offer offer = scheduler.takeOffer();
    scheduler.accepts(List.of(offer), 60, Tasks.launch(Tasks.task("t", offer).build()));
    assertThat(cluster.refused()).extracting(Refused::resources).hasSize(1);
    agent.reports("t", TaskState.TASK_FINISHED);

    scheduler.declines(scheduler.takeOffer(), 600);

    assertThat(cluster.refused())
        .extracting(Refused::resources)
        .containsExactly(Resources.parse("cpus:2;mem:1024"));
  }

  @Test
  void whoRevivesRefusesNothingAnyMore() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.declines(scheduler.takeOffer(), 60);

    scheduler.revives();

    assertThat(cluster.refused()).isEmpty();
  }

  @Test
  void whoLeavesRefusesNothingAnyMore() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.declines(scheduler.takeOffer(), 60);

    scheduler.disconnects();

    assertThat(cluster.refused()).isEmpty();
  }

  @Test
  void nothingIsRefusedOfAnAgentThatIsNoMore() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.declines(scheduler.takeOffer(), 600_000);

    agent.losesLink();
    cluster.advance(Duration.ofHours(1));

    assertThat(cluster.refused()).isEmpty();
  }
}
