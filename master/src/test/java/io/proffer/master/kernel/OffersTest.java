package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.MesosJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferFilters;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered to whom, and when again. */
class OffersTest {
  private static final String RESOURCES = "cpus:2;mem:4096;disk:10000;ports:[31000-32000]";

  /** How long what is declined without a filter is gathered before it is offered again. */
  private static final Duration GATHERING = Duration.ofMillis(10);

  private final Cluster cluster = new Cluster();

  @Test
  void anOfferLooksAsMesosMakesIt() {
    TestAgent agent = TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    String port = agent.address().substring(agent.address().indexOf(':') + 1);
    assertThat(json(scheduler.takeOffer()))
        .isEqualTo(
            """
            {"id":{"value":"M-O0"},"framework_id":{"value":"M-0000"},"agent_id":{"value":"M-S0"},\
            "hostname":"localhost","resources":[\
            {"name":"cpus","type":"SCALAR","scalar":{"value":2.0},"allocation_info":{"role":"r1"}},\
            {"name":"mem","type":"SCALAR","scalar":{"value":4096.0},\
            "allocation_info":{"role":"r1"}},\
            {"name":"disk","type":"SCALAR","scalar":{"value":10000.0},\
            "allocation_info":{"role":"r1"}},\
            {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":31000,"end":32000}]},\
            "allocation_info":{"role":"r1"}}],"url":{"scheme":"http","address":\
            {"hostname":"localhost","ip":"127.0.0.1","port":PORT},"path":"/slave(1)"},\
            "allocation_info":{"role":"r1"}}"""
                .replace("M-", Cluster.MASTER + "-")
                .replace("PORT", port));
  }

  @Test
  void oldFrameworksSeeTheOldFormat() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribedOld(cluster, "r1");

    Offer offer = scheduler.takeOffer();

    assertThat(offer.hasAllocationInfo()).isFalse();
    assertThat(json(offer))
        .contains(
            "\"resources\":[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":2.0},"
                + "\"role\":\"*\"}");
  }

  @Test
  void severalAgentsAreOfferedInOneEvent() {
    for (int i = 0; i < 3; i++) {
      TestAgent.registered(cluster, "cpus:2;mem:1024");
    }
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    List<Event> offers =
        scheduler.takeEvents().stream().filter(e -> e.getType() == Event.Type.OFFERS).toList();

    assertThat(offers).hasSize(1);
    assertThat(offers.get(0).getOffers().getOffersList())
        .extracting(Offer::getAgentId)
        .doesNotHaveDuplicates()
        .hasSize(3);
  }

  @Test
  void whatIsDeclinedWithoutFilterIsOfferedAgainSoon() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    for (int i = 0; i < 3; i++) {
      scheduler.declines(scheduler.takeOffer(), 0);
      cluster.advance(GATHERING);
    }

    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void whatOneDeclinesIsOfferedToAnotherFirst() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler first = TestScheduler.subscribed(cluster, "r1");
    TestScheduler second = TestScheduler.subscribed(cluster, "r1");

    first.declines(first.takeOffer(), 0);
    cluster.advance(GATHERING);
    assertThat(first.takeOffers()).isEmpty();

    second.declines(second.takeOffer(), 0);
    cluster.advance(GATHERING);
    assertThat(second.takeOffers()).isEmpty();
    assertThat(first.takeOffers()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, -1, Double.NaN})
  void aRefusalLastsFiveSecondsWhereNothingElseIsSaid(double refuseSeconds) {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    scheduler.declines(scheduler.takeOffer(), refuseSeconds);

    cluster.advanceSeconds(4.999);
    assertThat(scheduler.takeOffers()).isEmpty();
    cluster.advanceSeconds(0.001);
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void aDeclineWithoutFiltersRefusesForFiveSeconds() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    scheduler.calls(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(Call.Decline.newBuilder().addOfferIds(scheduler.takeOffer().getId())));

    cluster.advanceSeconds(4.999);
    assertThat(scheduler.takeOffers()).isEmpty();
    cluster.advanceSeconds(0.001);
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void aRefusalLastsAYearAtMost() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    scheduler.declines(scheduler.takeOffer(), 1e300);

    cluster.advance(Duration.ofDays(365).minusSeconds(1));
    assertThat(scheduler.takeOffers()).isEmpty();
  }

  @Test
  void moreThanWasRefusedIsOfferedDespiteTheRefusal() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    Offer offer = scheduler.takeOffer();
    scheduler.accepts(List.of(offer), 100, Tasks.launch(Tasks.task("t", offer).build()));
    assertThat(scheduler.takeOffers()).as("the rest is refused").isEmpty();

    agent.reports("t", TaskState.TASK_FINISHED);

    assertThat(resources(scheduler.takeOffer())).isEqualTo(Resources.parse("cpus:2;mem:1024"));
  }

  @Test
  void whatATaskFreesIsOfferedAtOnceBesideAnOutstandingOffer() {
    TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t", offer).build());
    assertThat(resources(scheduler.takeOffer())).isEqualTo(Resources.parse("cpus:1.9;mem:992"));

    agent.reports("t", TaskState.TASK_FINISHED);

    assertThat(resources(scheduler.takeOffer())).isEqualTo(Resources.parse("cpus:0.1;mem:32"));
    assertThat(cluster.state().offers()).hasSize(2);
  }

  @Test
  void suppressedRolesAreNotOfferedUntilRevived() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    Offer offer = scheduler.takeOffer();

    scheduler.suppresses("r1");
    scheduler.declines(offer, 0);
    cluster.advanceSeconds(60);
    assertThat(scheduler.takeOffers()).isEmpty();

    scheduler.revives();
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void suppressingWithoutRolesMeansAllOfThem() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1", "r2");
    scheduler.suppresses();
    TestAgent.registered(cluster, RESOURCES);
    assertThat(scheduler.takeOffers()).isEmpty();

    scheduler.revives("r2");
    assertThat(scheduler.takeOffer().getAllocationInfo().getRole()).isEqualTo("r2");
  }

  @Test
  void oneWrongRoleMakesTheWholeCallVoid() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1", "r2");

    scheduler.suppresses("r1", "/bad role");
    scheduler.suppresses("r1", "not-subscribed");
    assertThat(suppressed(scheduler)).isEmpty();

    scheduler.suppresses("r1");
    scheduler.revives("r1", "not-subscribed");
    assertThat(suppressed(scheduler)).containsExactly("r1");
  }

  @Test
  void revivingForgetsWhatWasRefused() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.declines(scheduler.takeOffer(), 1000);
    assertThat(scheduler.takeOffers()).isEmpty();

    scheduler.revives();

    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void revivingShowsOnlyWhatOthersDoNotHold() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler holder = TestScheduler.subscribed(cluster, "r1");
    TestScheduler other = TestScheduler.subscribed(cluster, "r1");
    assertThat(holder.takeOffers()).hasSize(1);

    other.revives();

    assertThat(other.takeOffers()).isEmpty();
  }

  @Test
  void offersThatAreHeldTooLongAreRescinded() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler holder = TestScheduler.subscribed(cluster, "r1");
    Offer offer = holder.takeOffer();
    cluster.advanceWithHealthyAgents(Duration.ofSeconds(100));
    TestAgent.registered(cluster, "cpus:1;mem:100");
    Offer later = holder.takeOffer();
    holder.takeEvents();

    cluster.advanceWithHealthyAgents(Duration.ofMillis(199_999));
    assertThat(cluster.state().offer(OfferId.of(offer.getId()))).isPresent();
    cluster.advanceSeconds(0.001);

    assertThat(holder.takeEvents())
        .filteredOn(event -> event.getType() == Event.Type.RESCIND)
        .extracting(event -> event.getRescind().getOfferId())
        .containsExactly(offer.getId());
    assertThat(cluster.state().offer(OfferId.of(later.getId()))).isPresent();
  }

  @Test
  void gpuAgentsAreOnlyForWhoCanUseGpus() {
    TestAgent.registered(cluster, "cpus:2;mem:1024;gpus:1");
    TestScheduler plain = TestScheduler.subscribed(cluster, "r1");
    assertThat(plain.takeOffers()).isEmpty();

    TestScheduler able =
        new TestScheduler(
            cluster,
            TestScheduler.framework("r1")
                .addCapabilities(TestScheduler.capability(Capability.Type.GPU_RESOURCES))
                .build());
    able.subscribe();

    assertThat(able.takeOffers()).hasSize(1);
  }

  @Test
  void crumbsAreNotOffered() {
    TestAgent.registered(cluster, "cpus:0.009;mem:31;disk:10000");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    assertThat(scheduler.takeOffers()).isEmpty();

    TestAgent.registered(cluster, "mem:32");
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void aFrameworkMaySayWhatIsACrumbToIt() {
    OfferFilters.ResourceQuantities least =
        OfferFilters.ResourceQuantities.newBuilder()
            .putQuantities("disk", Value.Scalar.newBuilder().setValue(100).build())
            .build();
    TestScheduler scheduler =
        new TestScheduler(
            cluster,
            TestScheduler.framework("r1")
                .putOfferFilters(
                    "r1",
                    OfferFilters.newBuilder()
                        .setMinAllocatableResources(
                            OfferFilters.MinAllocatableResources.newBuilder().addQuantities(least))
                        .build())
                .build());
    scheduler.subscribe();
    TestAgent.registered(cluster, "cpus:2;mem:1024;disk:99");
    assertThat(scheduler.takeOffers()).isEmpty();

    TestAgent.registered(cluster, "disk:100");
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void reservedResourcesAreOfferedToTheirRoleAndBelow() {
    TestAgent.registered(cluster, "cpus(eng):1;mem(eng):100;cpus:1;mem:100");
    TestScheduler other = TestScheduler.subscribed(cluster, "ops");
    TestScheduler below = TestScheduler.subscribed(cluster, "eng/web");

    assertThat(resources(other.takeOffer())).isEqualTo(Resources.parse("cpus:1;mem:100"));
    assertThat(resources(below.takeOffer())).isEqualTo(Resources.parse("cpus(eng):1;mem(eng):100"));
  }

  @Test
  void decliningWhatIsNotOnesOwnOrIsNoMoreDoesNothing() {
    TestAgent.registered(cluster, RESOURCES);
    TestScheduler holder = TestScheduler.subscribed(cluster, "r1");
    TestScheduler other = TestScheduler.subscribed(cluster, "r1");
    Offer offer = holder.takeOffer();

    assertThat(other.declines(offer, 0)).isInstanceOf(CallOutcome.Accepted.class);
    other.declines(
        Offer.newBuilder(offer).setId(offer.getId().toBuilder().setValue("x")).build(), 0);

    assertThat(cluster.state().offers()).hasSize(1);
    assertThat(other.takeOffers()).isEmpty();
  }

  @Test
  void aRoleWithLessComesFirst() {
    TestScheduler busy = TestScheduler.subscribed(cluster, "busy");
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    Offer offer = busy.takeOffer();
    busy.launches(offer, Tasks.task("t", offer, "cpus:2;mem:1024").build());
    TestScheduler idle = TestScheduler.subscribed(cluster, "idle");

    TestAgent.registered(cluster, "cpus:1;mem:512");

    assertThat(busy.takeOffers()).isEmpty();
    assertThat(idle.takeOffers()).hasSize(1);
  }

  private Iterable<String> suppressed(TestScheduler scheduler) {
    return cluster.state().framework(scheduler.id()).orElseThrow().suppressedRoles();
  }

  private static Resources resources(Offer offer) {
    return Resources.of(offer.getResourcesList());
  }

  private static String json(Offer offer) {
    return new String(MesosJson.write(offer), StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsOfferedOfAnAgentThatIsAway() {
    TestAgent agent = TestAgent.registered(cluster, RESOURCES);
    agent.losesLink();
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    assertThat(scheduler.takeOffers()).isEmpty();

    agent.returns();

    assertThat(scheduler.takeOffers()).hasSize(1);
    assertThat(cluster.state().agent(agent.id())).isNotEqualTo(Optional.empty());
  }
}
