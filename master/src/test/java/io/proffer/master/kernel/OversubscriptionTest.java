package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** What an agent measures to be spare is offered, as revocable, and taken back. */
class OversubscriptionTest {

  private final Cluster cluster = new Cluster();

  private TestScheduler opportunist() {
    TestScheduler scheduler =
        new TestScheduler(
            cluster,
            TestScheduler.framework("spare")
                .addCapabilities(TestScheduler.capability(Capability.Type.REVOCABLE_RESOURCES))
                .build());
    scheduler.subscribe();
    return scheduler;
  }

  private static Resources revocable(Offer offer) {
    return Resources.of(offer.getResourcesList()).revocable();
  }

  private static Resources spare(String resources) {
    return Resources.of(Tasks.revocable(resources));
  }

  private static TaskInfo spareTask(String id, Offer offer, String resources) {
    return Tasks.task(id, offer)
        .clearResources()
        .addAllResources(Tasks.revocable(resources))
        .build();
  }

  /** All that the agent has itself is used. */
  private TestAgent fullAgent() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler user = TestScheduler.subscribed(cluster, "user");
    Offer offer = user.takeOffer();
    user.launches(offer, Tasks.task("firm", offer, "cpus:2;mem:1024").build());
    agent.reports("firm", TaskState.TASK_RUNNING);
    return agent;
  }

  @Test
  void itIsOfferedToThoseWhoCanLoseItAndToNobodyElse() {
    TestAgent agent = fullAgent();
    TestScheduler careful = TestScheduler.subscribed(cluster, "careful");
    TestScheduler opportunist = opportunist();

    agent.oversubscribes("cpus:1.5");

    assertThat(revocable(opportunist.takeOffer())).isEqualTo(spare("cpus:1.5"));
    assertThat(careful.takeOffers()).isEmpty();
  }

  @Test
  void whatIsHeldOfItIsNotOfferedAgain() {
    TestAgent agent = fullAgent();
    TestScheduler opportunist = opportunist();
    agent.oversubscribes("cpus:1.5");
    Offer offer = opportunist.takeOffer();

    opportunist.launches(offer, spareTask("t", offer, "cpus:1"));

    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
    assertThat(revocable(opportunist.takeOffer())).isEqualTo(spare("cpus:0.5"));
  }

  @Test
  void anOfferOfMoreThanThereIsNowIsRescinded() {
    TestAgent agent = fullAgent();
    TestScheduler opportunist = opportunist();
    agent.oversubscribes("cpus:1.5");
    Offer offer = opportunist.takeOffer();

    agent.oversubscribes("cpus:1");

    List<Event> events = opportunist.takeEvents();
    assertThat(events)
        .filteredOn(e -> e.getType() == Event.Type.RESCIND)
        .extracting(e -> e.getRescind().getOfferId())
        .containsExactly(offer.getId());
    assertThat(events)
        .filteredOn(e -> e.getType() == Event.Type.OFFERS)
        .flatExtracting(e -> e.getOffers().getOffersList())
        .extracting(OversubscriptionTest::revocable)
        .containsExactly(spare("cpus:1"));
  }

  @Test
  void anOfferOfWhatIsStillThereStays() {
    TestAgent agent = fullAgent();
    TestScheduler opportunist = opportunist();
    agent.oversubscribes("cpus:1");
    opportunist.takeOffer();

    agent.oversubscribes("cpus:1.5");

    assertThat(opportunist.takeEvents())
        .extracting(Event::getType)
        .doesNotContain(Event.Type.RESCIND);
    assertThat(cluster.state().offersOn(agent.id())).hasSize(2);
  }

  @Test
  void firmOffersStayWhenSpareResourcesGo() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler careful = TestScheduler.subscribed(cluster, "careful");
    careful.takeEvents();
    TestScheduler opportunist = opportunist();
    agent.oversubscribes("cpus:1");
    opportunist.takeEvents();

    agent.oversubscribes("");

    assertThat(careful.takeEvents()).isEmpty();
    assertThat(opportunist.takeEventTypes()).containsExactly(Event.Type.RESCIND);
    assertThat(cluster.state().agent(agent.id()).orElseThrow().total().revocable().isEmpty())
        .isTrue();
  }

  @Test
  void whatRunsOnSpareResourcesThatAreGoneNeitherEndsNorKeepsFirmOnesFromOthers() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler opportunist = opportunist();
    agent.oversubscribes("cpus:1");
    for (Offer offer : opportunist.takeOffers()) {
      if (!revocable(offer).isEmpty()) {
        opportunist.launches(offer, spareTask("t", offer, "cpus:1"));
      } else {
        opportunist.declines(offer, 1000);
      }
    }
    agent.messages();
    opportunist.suppresses();

    agent.oversubscribes("");
    TestScheduler careful = TestScheduler.subscribed(cluster, "careful");

    assertThat(agent.messages(ToAgent.KillTask.class)).isEmpty();
    assertThat(Resources.of(careful.takeOffer().getResourcesList()).scalar("cpus")).isEqualTo(2);
  }

  @Test
  void anAgentThatComesBackHasNoneUntilItSaysSo() {
    TestAgent agent = fullAgent();
    TestScheduler opportunist = opportunist();
    agent.oversubscribes("cpus:1");
    opportunist.takeOffer();

    agent.losesLink();
    agent.returns();
    assertThat(opportunist.takeOffers()).isEmpty();

    agent.oversubscribes("cpus:0.5");
    assertThat(revocable(opportunist.takeOffer())).isEqualTo(spare("cpus:0.5"));
  }

  @Test
  void resourcesThatAreNotRevocableAreNotTakenForSpare() {
    TestAgent agent = fullAgent();
    TestScheduler opportunist = opportunist();

    agent.oversubscribes("cpus:1");
    opportunist.takeOffer();
    cluster.agentSays(
        agent.link(), new FromAgent.Oversubscribed(Resources.parse("cpus:7").toProtos()));

    assertThat(cluster.state().agent(agent.id()).orElseThrow().total().scalar("cpus")).isEqualTo(2);
  }
}
