package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Attributes;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** An agent that comes back with other resources, attributes or addresses is taken as it is now. */
class ChangedAgentTest {
  private static final String BEFORE = "cpus:4;mem:4096;disk:10000;ports:[31000-31009]";

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, BEFORE);
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  @Test
  void offersOfWhatItWasAreRescindedAndWhatItIsIsOffered() {
    Offer before = scheduler.takeOffer();

    List<ToAgent> answers = returnsWith("cpus:8;mem:8192;disk:10000;ports:[31000-31009]");

    assertThat(answers).hasAtLeastOneElementOfType(ToAgent.Reregistered.class);
    List<Event> events = scheduler.takeEvents();
    assertThat(events)
        .filteredOn(Event::hasRescind)
        .extracting(e -> e.getRescind().getOfferId())
        .containsExactly(before.getId());
    assertThat(events.getLast().getOffers().getOffersList())
        .singleElement()
        .satisfies(o -> assertThat(Resources.of(o.getResourcesList()).scalar("cpus")).isEqualTo(8));
    assertThat(cluster.state().agent(agent.id()).orElseThrow().total().scalar("mem"))
        .isEqualTo(8192);
  }

  @Test
  void nothingIsOfferedOfAnAgentWhoseCpusAreShortUntilEnoughHasEnded() {
    runs("t1", "cpus:2;mem:100");
    runs("t2", "cpus:2;mem:100");
    scheduler.takeEvents();

    returnsWith("cpus:3;mem:4096;disk:10000;ports:[31000-31009]");

    assertThat(scheduler.takeOffers()).as("its memory is no use to anybody").isEmpty();
    assertThat(cluster.state().freeOn(agent.id()).isEmpty()).isTrue();
    assertThat(cluster.state().tasksOn(agent.id())).as("what runs, runs on").hasSize(2);

    agent.reports("t1", TASK_FINISHED);

    Resources offered = Resources.of(scheduler.takeOffer().getResourcesList());
    assertThat(offered.scalar("cpus")).isEqualTo(1);
    assertThat(offered.scalar("mem")).isEqualTo(3996);
  }

  @Test
  void ofAnAgentThatReservesWhatIsInUseNoMoreIsOfferedThanIsLeft() {
    runs("t1", "cpus:3;mem:100");
    scheduler.takeEvents();

    returnsWith("cpus:2;cpus(r1):2;mem:4096;disk:10000;ports:[31000-31009]");

    Resources offered = Resources.of(scheduler.takeOffer().getResourcesList());
    assertThat(offered.scalar("cpus")).isEqualTo(1);
    assertThat(offered.reservedTo("r1").scalar("cpus")).isEqualTo(1);
    assertThat(offered.scalar("mem")).isEqualTo(3996);
  }

  @Test
  void ofAnAgentThatNoLongerReservesWhatIsInUseNoMoreIsOfferedThanIsLeft() {
    scheduler.takeEvents();
    returnsWith("cpus:2;cpus(r1):2;mem:4096;disk:10000;ports:[31000-31009]");
    runs("t1", "cpus(r1):2;mem:100");
    scheduler.takeEvents();

    returnsWith(BEFORE);

    assertThat(Resources.of(scheduler.takeOffer().getResourcesList()).scalar("cpus")).isEqualTo(2);
  }

  @Test
  void aPortThatIsHeldAndNoLongerTheAgentsKeepsNobodyFromTheRest() {
    runs("t1", "cpus:1;mem:100;ports:[31005-31005]");
    scheduler.takeEvents();

    returnsWith("cpus:4;mem:4096;disk:10000;ports:[31008-31009]");

    Resources offered = Resources.of(scheduler.takeOffer().getResourcesList());
    assertThat(offered)
        .isEqualTo(Resources.parse("cpus:3;mem:3996;disk:10000;ports:[31008-31009]"));
  }

  @Test
  void anAgentThatLostAKindOfResourceThatIsInUseIsOfferedNothingOf() {
    runs("t1", "cpus:1;mem:100;disk:50");
    scheduler.takeEvents();

    returnsWith("cpus:4;mem:4096;ports:[31000-31009]");

    assertThat(scheduler.takeOffers()).isEmpty();
  }

  @Test
  void aRefusalWasOfTheAgentAsItWas() {
    scheduler.declines(scheduler.takeOffer(), 3600);
    returnsWith(BEFORE);
    assertThat(scheduler.takeOffers()).as("unchanged: refused still").isEmpty();

    AgentInfo labelled =
        agent.info().toBuilder().addAllAttributes(Attributes.parse("rack:r9")).build();
    agent.losesLink();
    agent.returns(labelled);

    assertThat(scheduler.takeOffer().getAttributesList())
        .singleElement()
        .satisfies(a -> assertThat(a.getText().getValue()).isEqualTo("r9"));
  }

  @Test
  void offersNameTheHostAnAgentIsReachedAtNow() {
    scheduler.takeEvents();
    agent.losesLink();

    agent.returns(agent.info().toBuilder().setHostname("moved").setPort(6051).build());

    Offer offer = scheduler.takeOffer();
    assertThat(offer.getHostname()).isEqualTo("moved");
    assertThat(cluster.state().agents()).as("it is the same agent").hasSize(1);
  }

  private List<ToAgent> returnsWith(String resources) {
    agent.losesLink();
    return agent.returns(
        agent.info().toBuilder()
            .clearResources()
            .addAllResources(Resources.parse(resources).toProtos())
            .build());
  }

  private void runs(String task, String resources) {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task(task, offer, resources).build());
    agent.reports(task, TASK_RUNNING);
    scheduler.acknowledges(task, agent.id(), TASK_RUNNING);
    cluster.advanceSeconds(6); // the refusal of the rest ends
  }
}
