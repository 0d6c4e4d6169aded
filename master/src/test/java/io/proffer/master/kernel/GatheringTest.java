package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

/** What a framework declines without a filter comes back in one piece, and not for ever at once. */
class GatheringTest {

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  @Test
  void piecesDeclinedOneAfterTheOtherAreOfferedAgainAsOne() {
    Offer whole = scheduler.takeOffer();
    scheduler.launches(whole, Tasks.task("t1", whole, "cpus:0.5;mem:24").build());
    Offer rest = scheduler.takeOffer();
    agent.reports("t1", TaskState.TASK_FINISHED);
    Offer freed = scheduler.takeOffer();

    scheduler.declines(rest, 0);
    assertThat(scheduler.takeOffers()).isEmpty();
    scheduler.declines(freed, 0);
    assertThat(scheduler.takeOffers()).isEmpty();

    cluster.advance(Offers.GATHERING);
    List<Offer> again = scheduler.takeOffers();
    assertThat(again).hasSize(1);
    assertThat(Resources.of(again.get(0).getResourcesList()))
        .isEqualTo(Resources.parse("cpus:2;mem:1024"));
  }

  @Test
  void whatBecomesFreeOtherwiseIsOfferedAtOnceWithWhatWasGathered() {
    Offer whole = scheduler.takeOffer();
    scheduler.launches(whole, Tasks.task("t1", whole, "cpus:0.5;mem:24").build());
    scheduler.declines(scheduler.takeOffer(), 0);

    agent.reports("t1", TaskState.TASK_FINISHED);
    assertThat(Resources.of(scheduler.takeOffer().getResourcesList()))
        .isEqualTo(Resources.parse("cpus:2;mem:1024"));
  }

  @Test
  void anotherFrameworkIsOfferedAtOnceWhatIsGathered() {
    scheduler.declines(scheduler.takeOffer(), 0);
    TestScheduler other = TestScheduler.subscribed(cluster, "r1");

    int offers = scheduler.takeOffers().size() + other.takeOffers().size();
    assertThat(offers).isEqualTo(1);
  }
}
