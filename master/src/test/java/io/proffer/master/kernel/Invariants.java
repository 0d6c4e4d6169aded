package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.InverseOffer;
import io.proffer.master.state.Machine;
import io.proffer.master.state.Maintenance;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.OfferOperation;
import io.proffer.master.state.Task;
import java.util.HashSet;
import java.util.Set;

/** What holds after every input, whatever it was. */
final class Invariants {
  private Invariants() {}

  static void check(MasterState state) {
    Set<OfferId> seen = new HashSet<>();
    for (Agent agent : state.agents()) {
      Resources offered = Resources.empty();
      for (Offer offer : state.offersOn(agent.id())) {
        assertThat(seen.add(offer.id())).as("%s is on one agent only", offer.id()).isTrue();
        assertThat(agent.connected()).as("%s outlives the link", offer.id()).isTrue();
        assertThat(state.deactivatedAgents()).as("is offered").doesNotContainKey(agent.id());
        assertThat(offer.resources().isEmpty()).as("%s is empty", offer.id()).isFalse();
        offered = offered.plus(offer.resources());
      }
      Resources used = Resources.empty();
      for (Task task : state.tasksOn(agent.id())) {
        used = task.terminal() ? used : used.plus(task.resources());
        assertThat(state.task(task.key())).contains(task);
        assertThat(state.framework(task.key().framework())).isPresent();
      }
      for (Executor executor : state.executorsOn(agent.id())) {
        used = used.plus(executor.resources());
      }
      for (OfferOperation operation : state.operationsOn(agent.id())) {
        used = used.plus(operation.holds());
      }
      assertThat(state.offeredOn(agent.id())).isEqualTo(offered);
      assertThat(state.usedOn(agent.id())).isEqualTo(used);
      // An agent may come back with less than runs on it, and spare resources, and those of
      // resource
      // providers, come and go; what is offered must fit all the same.
      Resources passing = used.filter(e -> e.isRevocable() || e.provider().isPresent());
      boolean fits =
          (agent.reregisteredAt().isEmpty() && passing.isEmpty()) || agent.total().contains(used);
      // Shared volumes are used, and offered, any number of times.
      Resources alone = used.nonShared().plus(offered.nonShared());
      Resources free = agent.total().nonShared().minusSaturating(used).plus(agent.total().shared());
      assertThat(fits ? agent.total().contains(alone) : free.contains(offered))
          .as("%s of %s on %s is offered and %s used", offered, agent.total(), agent.id(), used)
          .isTrue();
    }
    assertThat(state.offers()).hasSameSizeAs(seen);
    for (AgentId id : state.drainingAgents()) {
      assertThat(state.agent(id).filter(Agent::connected).isEmpty() || holdsAnything(id, state))
          .as("the drain of %s, which holds nothing, is over", id)
          .isTrue();
    }
    checkMaintenance(state);
    for (Framework framework : state.frameworks()) {
      for (Offer offer : state.offersTo(framework.id())) {
        assertThat(seen).contains(offer.id());
        assertThat(framework.connected()).isTrue();
        assertThat(framework.roles()).contains(offer.role());
      }
    }
  }

  private static void checkMaintenance(MasterState state) {
    Maintenance maintenance = state.maintenance();
    for (Agent agent : state.agents()) {
      assertThat(maintenance.isDown(agent.info().getHostname(), agent.address()))
          .as("%s is on a machine that is down", agent.id())
          .isFalse();
    }
    for (InverseOffer offer : maintenance.inverseOffers()) {
      Agent agent = state.agent(offer.agent()).orElseThrow();
      assertThat(agent.connected()).as("%s outlives the link", offer.id()).isTrue();
      assertThat(state.deactivatedAgents()).as("is asked for").doesNotContainKey(agent.id());
      assertThat(state.framework(offer.framework()).filter(Framework::connected)).isPresent();
      assertThat(maintenance.machineOf(agent).map(Machine::unavailability))
          .as("what %s says is so", offer.id())
          .contains(offer.unavailability());
    }
  }

  private static boolean holdsAnything(AgentId agent, MasterState state) {
    return !state.tasksOn(agent).isEmpty() || !state.operationsOn(agent).isEmpty();
  }
}
