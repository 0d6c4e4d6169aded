package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import io.proffer.master.state.MasterEvent.QuotasUpdated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** Roles that are sure of something, and roles that are kept within something. */
class QuotaTest {
  private static final CallOutcome DONE = new CallOutcome.Done();

  private final Cluster cluster = new Cluster();

  /** {@code cpus:2;mem:1024}, or nothing. */
  static QuotaConfig quota(String role, String guarantees, String limits) {
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(role);
    each(guarantees, config::putGuarantees);
    each(limits, config::putLimits);
    return config.build();
  }

  private static void each(String amounts, BiConsumer<String, Value.Scalar> action) {
    for (String amount : amounts.split(";", -1)) {
      if (!amount.isEmpty()) {
        String[] pair = amount.split(":", -1);
        action.accept(
            pair[0], Value.Scalar.newBuilder().setValue(Double.parseDouble(pair[1])).build());
      }
    }
  }

  private CallOutcome update(QuotaConfig... configs) {
    return update(false, configs);
  }

  private CallOutcome update(boolean force, QuotaConfig... configs) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.UpdateQuota(request, List.of(configs), force));
    return cluster.answerTo(request);
  }

  private List<TestAgent> agents(int count, String resources) {
    List<TestAgent> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      agents.add(new TestAgent(cluster, "host" + cluster.nextNumber(), resources).register());
    }
    return agents;
  }

  private static double total(List<Offer> offers, String name) {
    return offers.stream()
        .mapToDouble(offer -> Resources.of(offer.getResourcesList()).scalar(name))
        .sum();
  }

  private static CallOutcome refused(String message) {
    return new CallOutcome.Refused(400, message);
  }

  @Test
  void aRoleIsNotOfferedMoreThanItsLimit() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    assertThat(update(quota("a", "", "cpus:5;mem:3000"))).isEqualTo(DONE);

    agents(4, "cpus:2;mem:1024;ports:[31000-31009]");

    List<Offer> offers = a.takeOffers();
    assertThat(total(offers, "cpus")).isEqualTo(5);
    assertThat(total(offers, "mem")).isEqualTo(3000);
    assertThat(offers.stream().mapToLong(o -> Resources.of(o.getResourcesList()).ports().size()))
        .as("no limit on them")
        .containsOnly(10L);
  }

  @Test
  void whatIsBelowALimitedRoleCountsForItAndIsKeptWithin() {
    update(quota("a", "", "cpus:3;mem:3000"));
    TestScheduler x = TestScheduler.subscribed(cluster, "a/x");
    TestScheduler y = TestScheduler.subscribed(cluster, "a/y");

    agents(3, "cpus:2;mem:1024");

    List<Offer> all = new ArrayList<>(x.takeOffers());
    all.addAll(y.takeOffers());
    assertThat(total(all, "cpus")).isEqualTo(3);
  }

  @Test
  void whatALimitKeptBackIsOfferedWhenSomethingEnds() {
    update(quota("a", "", "cpus:2;mem:1024"));
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    List<TestAgent> agents = agents(2, "cpus:2;mem:1024");
    Offer offer = a.takeOffer();
    a.launches(offer, Tasks.task("t", offer, "cpus:2;mem:1024").build());
    assertThat(a.takeOffers()).isEmpty();
    TestAgent busy =
        agents.stream().filter(g -> g.id().toProto().equals(offer.getAgentId())).findFirst().get();
    busy.losesLink();
    cluster.advanceWithHealthyAgents(Duration.ofMinutes(11));

    assertThat(cluster.state().agent(busy.id())).as("its agent is given up").isEmpty();
    assertThat(total(a.takeOffers(), "cpus")).as("on the other agent").isEqualTo(2);
  }

  @Test
  void whatIsReservedToARoleCountsAsIfItWereUsed() {
    update(quota("a", "", "cpus:3;mem:2048"));
    TestScheduler a = TestScheduler.subscribed(cluster, "a");

    cluster.holdAllocation();
    agents(2, "cpus(a):1;cpus:4;mem:1024");
    cluster.allocateAgain();

    List<Offer> offers = a.takeOffers();
    assertThat(total(offers, "cpus")).as("two of which are its own").isEqualTo(3);
  }

  @Test
  void othersAreNotOfferedWhatIsGuaranteed() {
    agents(3, "cpus:2;mem:1024");
    update(quota("a", "cpus:4;mem:2048", ""));

    TestScheduler b = TestScheduler.subscribed(cluster, "b");

    List<Offer> offers = b.takeOffers();
    assertThat(total(offers, "cpus")).isEqualTo(2);
    assertThat(total(offers, "mem")).isEqualTo(1024);

    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    assertThat(total(a.takeOffers(), "cpus")).isEqualTo(4);
  }

  @Test
  void whatWasKeptForARoleIsOfferedToOthersWhenItsQuotaEnds() {
    agents(2, "cpus:2;mem:1024");
    update(quota("a", "cpus:4;mem:2048", ""));
    TestScheduler b = TestScheduler.subscribed(cluster, "b");
    assertThat(b.takeOffers()).isEmpty();

    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.RemoveQuota(request, "a", ""));

    assertThat(cluster.answerTo(request)).isEqualTo(DONE);
    assertThat(total(b.takeOffers(), "cpus")).isEqualTo(4);
    assertThat(cluster.state().roles().quotas()).isEmpty();
  }

  @Test
  void whoIsGuaranteedSomethingIsOfferedItFirstWhateverItsShare() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    TestScheduler b = TestScheduler.subscribed(cluster, "b");
    agents(1, "cpus:4;mem:4096");
    cluster.holdAllocation();
    a.takeOffers().forEach(offer -> a.launches(offer, Tasks.task("t", offer).build()));
    b.takeOffers().forEach(offer -> b.launches(offer, Tasks.task("t", offer).build()));
    update(true, quota("b", "cpus:8;mem:4096", ""));
    agents(2, "cpus:2;mem:1024");

    cluster.allocateAgain();

    assertThat(total(b.takeOffers(), "cpus")).isGreaterThanOrEqualTo(4);
    assertThat(total(a.takeOffers(), "cpus")).isZero();
  }

  @Test
  void offersAreTakenBackThatAreInTheWayOfAGuarantee() {
    TestScheduler b = TestScheduler.subscribed(cluster, "b");
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    a.suppresses();
    agents(3, "cpus:2;mem:1024");
    b.takeEvents();

    update(quota("a", "cpus:3;mem:512", ""));

    assertThat(b.takeEventTypes()).filteredOn(t -> t == Event.Type.RESCIND).hasSize(2);
    a.revives();
    assertThat(total(a.takeOffers(), "cpus")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void offersAreTakenBackThatAreBeyondALimit() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    agents(3, "cpus:2;mem:1024");
    a.takeEvents();

    update(quota("a", "", "cpus:3"));

    List<Event> events = a.takeEvents();
    assertThat(events.stream().filter(e -> e.getType() == Event.Type.RESCIND)).hasSize(2);
    assertThat(
            total(
                events.stream()
                    .flatMap(event -> event.getOffers().getOffersList().stream())
                    .toList(),
                "cpus"))
        .as("beside the offer that it still has")
        .isEqualTo(1);
  }

  @Test
  void aLimitBelowWhatIsUsedHasToBeForced() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    agents(1, "cpus:4;mem:1024");
    Offer offer = a.takeOffer();
    a.launches(offer, Tasks.task("t", offer, "cpus:2;mem:100").build());

    assertThat(update(quota("a", "", "cpus:1")))
        .isEqualTo(
            refused(
                "Invalid QuotaConfig: Role 'a' is already consuming 'cpus:2; mem:100'; this is more"
                    + " than the requested limits 'cpus:1' (use 'force' flag to bypass this"
                    + " check)"));
    assertThat(cluster.state().roles().quotas()).isEmpty();
    assertThat(update(true, quota("a", "", "cpus:1"))).isEqualTo(DONE);
    assertThat(cluster.state().roles().quotas()).containsOnlyKeys("a");
  }

  @Test
  void moreThanThereIsCanBeGuaranteedByForceOnly() {
    agents(2, "cpus:4;mem:1024");
    assertThat(update(quota("a", "cpus:5", ""))).isEqualTo(DONE);

    assertThat(update(quota("b", "cpus:4", "")))
        .isEqualTo(
            refused(
                "Invalid QuotaConfig: total quota guarantees 'cpus:9' exceed cluster capacity"
                    + " 'cpus:8; mem:2048' (use 'force' flag to bypass this check)"));
    assertThat(update(quota("a", "cpus:4", ""), quota("b", "cpus:4", ""))).isEqualTo(DONE);
    assertThat(update(true, quota("c", "gpus:1", ""))).isEqualTo(DONE);
  }

  @Test
  void whatMakesNoSenseIsRefusedByForceToo() {
    String[][] cases = {
      {"a/b", "cpus:1", "", "Updating quota on nested role 'a/b' is not supported yet"},
      {
        "a b",
        "cpus:1",
        "",
        "Invalid QuotaConfig: Invalid 'QuotaConfig.role': Role component 'a b' is invalid because"
            + " it contains backspace or whitespace"
      },
      {
        "a",
        "cpus:-1",
        "",
        "Invalid QuotaConfig: Invalid guarantee configuration {'cpus': -1}: Negative values not"
            + " supported"
      },
      {
        "a",
        "",
        "mem:1099511627777",
        "Invalid QuotaConfig: Invalid 'QuotaConfig.limits': {'mem': 1099511627777} is invalid:"
            + " values greater than 1 exabyte (1099511627776) are not supported"
      },
      {
        "a",
        "",
        "cpus:1000000000001",
        "Invalid QuotaConfig: Invalid 'QuotaConfig.limits': {'cpus': 1000000000001} is invalid:"
            + " values greater than 1 trillion (1000000000000) are not supported"
      },
      {
        "a",
        "cpus:2;mem:1",
        "cpus:1",
        "Invalid QuotaConfig: 'QuotaConfig.guarantees' cpus:2; mem:1 is not contained within the"
            + " 'QuotaConfig.limits' cpus:1"
      }
    };
    for (String[] one : cases) {
      assertThat(update(true, quota(one[0], one[1], one[2])))
          .as(Arrays.toString(one))
          .isEqualTo(refused(one[3]));
    }
    assertThat(update(true, QuotaConfig.getDefaultInstance()))
        .isEqualTo(refused("Invalid QuotaConfig: 'QuotaConfig.role' must be set"));
  }

  @Test
  void whatIsSaidAgainChangesNothing() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    agents(2, "cpus:4;mem:1024");
    update(quota("a", "cpus:1", "cpus:20"));
    a.takeEvents();

    update(quota("a", "cpus:1;mem:0", "cpus:20"));

    assertThat(a.takeEvents()).isEmpty();
    assertThat(cluster.journal().stream().filter(QuotasUpdated.class::isInstance)).hasSize(1);
  }

  @Test
  void aMasterThatFollowsAnotherWaitsForMostAgentsBeforeItSharesOut() {
    List<TestAgent> agents = agents(5, "cpus:2;mem:1024");
    update(quota("a", "cpus:4", ""));

    cluster.failOver();
    TestScheduler b = TestScheduler.subscribed(cluster, "b");
    agents.subList(0, 3).forEach(TestAgent::returns);
    assertThat(b.takeOffers()).as("three of five are back").isEmpty();
    agents.get(3).returns();

    assertThat(total(b.takeOffers(), "cpus")).isEqualTo(4);
    assertThat(cluster.state().roles().quotas()).containsOnlyKeys("a");
  }

  @Test
  void aMasterThatFollowsAnotherDoesNotWaitForAgentsForEver() {
    List<TestAgent> agents = agents(5, "cpus:2;mem:1024");
    update(quota("a", "cpus:1", ""));
    cluster.failOver();
    TestScheduler b = TestScheduler.subscribed(cluster, "b");
    agents.get(0).returns();
    assertThat(b.takeOffers()).isEmpty();

    cluster.advanceWithHealthyAgents(Duration.ofMinutes(11));

    assertThat(total(b.takeOffers(), "cpus")).isEqualTo(1);
  }
}
