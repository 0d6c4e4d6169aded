package io.proffer.master.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.master.registry.Registry.Claim;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.Quota;
import io.proffer.master.state.Retention;
import io.proffer.master.state.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.DrainState;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.junit.jupiter.api.Test;

/** What a registry promises to the leader that follows. */
abstract class RegistryContract {

  /** Three of each that is bounded. */
  static final Retention RETENTION = new Retention(3, 10, 10, 3);

  abstract Registry registry();

  static Claim claim(Registry registry) {
    return get(registry.claim().toCompletableFuture());
  }

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  static void keep(Claim claim, MasterEvent... facts) {
    get(claim.append(List.of(facts)).toCompletableFuture());
  }

  /** What the next leader knows after these facts. */
  DurableFacts after(MasterEvent... facts) {
    Claim first = claim(registry());
    keep(first, facts);
    first.end();
    return claim(registry()).known();
  }

  @Test
  void theFirstMasterKnowsNothing() {
    assertThat(claim(registry()).known()).isEqualTo(DurableFacts.none());
  }

  @Test
  void agentsAreKnownByWhatTheySayOfThemselves() {
    DurableFacts known = after(Facts.admitted(1), Facts.admitted(2));
    assertThat(known.agents())
        .containsOnlyKeys(Facts.agent(1), Facts.agent(2))
        .containsEntry(Facts.agent(2), Facts.info(2));
  }

  @Test
  void agentsThatAreUnreachableOrGoneOrRemovedAreNoLongerAdmitted() {
    DurableFacts known =
        after(
            Facts.admitted(1),
            Facts.admitted(2),
            Facts.admitted(3),
            Facts.unreachable(1),
            Facts.gone(2),
            new MasterEvent.AgentRemoved(Facts.agent(3), Facts.NOON));
    assertThat(known.agents()).isEmpty();
    assertThat(known.unreachableAgents()).containsOnly(entry(1));
    assertThat(known.goneAgents()).containsOnly(entry(2));
  }

  private static Map.Entry<AgentId, Instant> entry(int agent) {
    return Map.entry(Facts.agent(agent), Facts.NOON);
  }

  @Test
  void anAgentThatComesBackIsNotUnreachable() {
    DurableFacts known = after(Facts.admitted(1), Facts.unreachable(1), Facts.admitted(1));
    assertThat(known.agents()).containsOnlyKeys(Facts.agent(1));
    assertThat(known.unreachableAgents()).isEmpty();
  }

  @Test
  void theOldestOfWhatIsBoundedIsForgottenFirst() {
    MasterEvent[] facts =
        IntStream.rangeClosed(1, 5)
            .boxed()
            .flatMap(
                i ->
                    List.of(
                        Facts.admitted(i),
                        Facts.drainBegun(i),
                        Facts.unreachable(i),
                        Facts.subscribed(i),
                        Facts.completed(i),
                        Facts.admitted(10 + i),
                        Facts.gone(10 + i))
                        .stream())
            .toArray(MasterEvent[]::new);
    DurableFacts known = after(facts);
    assertThat(known.unreachableAgents().keySet())
        .containsExactly(Facts.agent(3), Facts.agent(4), Facts.agent(5));
    assertThat(known.deactivations().keySet())
        .as("of those that are forgotten nothing is left")
        .containsExactly(Facts.agent(3), Facts.agent(4), Facts.agent(5));
    assertThat(known.goneAgents().keySet())
        .containsExactly(Facts.agent(13), Facts.agent(14), Facts.agent(15));
    assertThat(known.completedFrameworks())
        .extracting(Framework::id)
        .containsExactly(Facts.framework(3), Facts.framework(4), Facts.framework(5));
  }

  @Test
  void aFrameworkIsAwaySinceItWasLostOrElseSinceTheNextMasterLeads() {
    Instant later = Facts.NOON.plusSeconds(60);
    DurableFacts lost =
        after(
            Facts.subscribed(1),
            new MasterEvent.FrameworkDisconnected(Facts.framework(1), Facts.NOON),
            Facts.subscribed(2));
    assertThat(lost.frameworks())
        .extracting(Framework::disconnectedAt)
        .containsExactly(Optional.of(Facts.NOON), Optional.empty());

    DurableFacts recovered = after(new MasterEvent.FactsRecovered(lost, later));
    assertThat(recovered.frameworks())
        .extracting(Framework::disconnectedAt)
        .containsExactly(Optional.of(Facts.NOON), Optional.of(later));

    DurableFacts back =
        after(
            new MasterEvent.FrameworkResubscribed(
                Facts.framework(1),
                Facts.frameworkInfo(1),
                new TreeSet<>(List.of("role")),
                new TreeSet<>(),
                new StreamId("other"),
                later),
            Facts.completed(2));
    assertThat(back.frameworks())
        .singleElement()
        .satisfies(framework -> assertThat(framework.disconnectedAt()).isEmpty());
    assertThat(back.completedFrameworks())
        .singleElement()
        .satisfies(framework -> assertThat(framework.disconnectedAt()).isEmpty());
  }

  @Test
  void drainsAndDeactivationsAreKnownWithHowFarTheyAre() {
    DurableFacts known =
        after(
            Facts.admitted(1),
            Facts.drainBegun(1),
            Facts.admitted(2),
            Facts.drainBegun(2),
            new MasterEvent.AgentDrained(Facts.agent(2)),
            Facts.admitted(3),
            new MasterEvent.AgentDeactivated(Facts.agent(3)),
            Facts.admitted(4),
            new MasterEvent.AgentDeactivated(Facts.agent(4)),
            new MasterEvent.AgentReactivated(Facts.agent(4)));
    assertThat(known.deactivations())
        .containsOnlyKeys(Facts.agent(1), Facts.agent(2), Facts.agent(3));
    Deactivation draining = requireNonNull(known.deactivations().get(Facts.agent(1)));
    assertThat(draining.isDraining()).isTrue();
    assertThat(draining.drain().orElseThrow().getConfig().getMarkGone()).isTrue();
    assertThat(draining.drainBegunAt()).contains(Facts.NOON);
    Deactivation drained = requireNonNull(known.deactivations().get(Facts.agent(2)));
    assertThat(drained.drain().orElseThrow().getState()).isEqualTo(DrainState.DRAINED);
    assertThat(known.deactivations().get(Facts.agent(3)))
        .isEqualTo(new Deactivation(Optional.empty(), Optional.empty()));
  }

  @Test
  void theScheduleIsKnownAndWhichMachinesAreDown() {
    DurableFacts known =
        after(
            new MasterEvent.MaintenanceScheduled(Facts.schedule(1, 2, 3)),
            new MasterEvent.MachinesBroughtDown(List.of(Facts.machine(1), Facts.machine(2))),
            new MasterEvent.MachinesBroughtUp(List.of(Facts.machine(1))));
    assertThat(known.schedule()).isEqualTo(Facts.schedule(2, 3));
    assertThat(known.machinesDown()).containsExactly(MachineKey.of(Facts.machine(2)));
  }

  @Test
  void frameworksAreKnownWithTheirFailoverTimeoutsAndTheEndOfThoseThatEnded() {
    DurableFacts known = after(Facts.subscribed(1), Facts.subscribed(2), Facts.completed(2));
    Framework running = known.frameworks().get(0);
    assertThat(running.info()).isEqualTo(Facts.frameworkInfo(1));
    assertThat(running.roles()).containsExactly("role");
    assertThat(running.recovered()).isTrue();
    assertThat(running.connected()).isFalse();
    assertThat(known.completedFrameworks())
        .singleElement()
        .satisfies(
            ended -> {
              assertThat(ended.id()).isEqualTo(Facts.framework(2));
              assertThat(ended.unregisteredAt()).contains(Facts.NOON.plusSeconds(1));
              assertThat(ended.registeredAt()).isEqualTo(Facts.NOON);
            });
  }

  @Test
  void theWeightsOfRolesAreKnown() {
    DurableFacts known =
        after(
            new MasterEvent.WeightsUpdated(List.of(Facts.weight("a", 2), Facts.weight("b/c", 3))),
            new MasterEvent.WeightsUpdated(List.of(Facts.weight("a", 0.5))));
    assertThat(known.weights()).isEqualTo(Map.of("a", 0.5, "b/c", 3.0));
  }

  @Test
  void theQuotasOfRolesAreKnownUntilTheyEnd() {
    DurableFacts known =
        after(
            new MasterEvent.QuotasUpdated(
                List.of(Facts.quota("a", 2, 4), Facts.quota("b", 1, 1), Facts.quota("c", 0, 0))),
            new MasterEvent.QuotasUpdated(
                List.of(Facts.quota("a", 3, 5), QuotaConfig.newBuilder().setRole("b").build())));
    assertThat(known.quotas())
        .isEqualTo(
            Map.of("a", Quota.of(Facts.quota("a", 3, 5)), "c", Quota.of(Facts.quota("c", 0, 0))));
  }

  @Test
  void writesThatAreUnderWayTogetherKeepTheirOrder() {
    Claim claim = claim(registry());
    List<CompletableFuture<Void>> writes =
        IntStream.rangeClosed(1, 200)
            .mapToObj(
                i -> {
                  MasterEvent fact = i % 2 == 1 ? Facts.admitted(1) : Facts.unreachable(1);
                  return claim.append(List.of(fact)).toCompletableFuture();
                })
            .toList();
    writes.forEach(RegistryContract::get);
    claim.end();
    assertThat(claim(registry()).known().agents()).isEmpty();
    assertThat(claim(registry()).known().unreachableAgents()).containsOnlyKeys(Facts.agent(1));
  }
}
