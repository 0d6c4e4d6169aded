package io.proffer.simulator;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.OperationState;

/**
 * No agent is promised to more than it has: offered + used <= total on every agent in the master's
 * books, no port in two hands, and on the machine itself what runs fits.
 *
 * <p>The tasks of a framework that was ended are the exception. What they hold is free at once, as
 * in Mesos, while the agent takes its time to end them. A master that begins to lead meanwhile
 * learns from the agent what really runs there, which may be too much: it must offer nothing of
 * what is short until they have ended, and that is checked.
 *
 * <p>So is what is revocable: an agent has as much of it as it measured last, and may have launched
 * more before; of what is not there any more, nothing is offered.
 *
 * <p>So is a machine that came back with less than runs on it: nothing at all is offered of it
 * while its cpus, memory or disk are short. And so is one that says that less is reserved than the
 * master held to be: what was launched on the reservation may still be there.
 */
final class ResourceChecks implements Witness {
  private final Predicate<FrameworkId> gone;

  /** Agents that came back with something else than before, until what runs on them fits again. */
  private final Set<AgentId> changed = new HashSet<>();

  /**
   * @param gone whether a master has ended the framework
   */
  ResourceChecks(Predicate<FrameworkId> gone) {
    this.gone = gone;
  }

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    for (MasterEvent event : decision.events()) {
      switch (event) {
        case MasterEvent.AgentReregistered e -> changed.add(e.agent().id());
        case MasterEvent.AgentAdmitted e -> changed.add(e.agent().id());
        case MasterEvent.AgentOversubscribed e -> changed.add(e.agent());
        // What was launched on the volume that it did not make is on its way to the agent.
        case MasterEvent.OperationUpdated e -> {
          if (e.status().getState() == OperationState.OPERATION_FAILED) {
            changed.add(AgentId.of(e.status().getAgentId()));
          }
        }
        case MasterEvent.ConversionUndone e -> changed.add(e.agent());
        default -> {}
      }
    }
    if (!decision.events().isEmpty()) {
      master.state().ifPresent(this::checkBooks);
    }
  }

  private void checkBooks(MasterState state) {
    for (Agent agent : state.agents()) {
      List<Resources> used = new ArrayList<>();
      List<Resources> ending = new ArrayList<>();
      for (Task task : state.tasksOn(agent.id())) {
        if (!task.terminal()) {
          (gone.test(task.key().framework()) ? ending : used).add(task.resources());
        }
      }
      for (Executor executor : state.executorsOn(agent.id())) {
        (gone.test(executor.key().framework()) ? ending : used).add(executor.resources());
      }
      List<Resources> offered = state.offersOn(agent.id()).stream().map(Offer::resources).toList();
      List<Resources> held = new ArrayList<>(used);
      held.addAll(offered);
      String where = "agent " + agent.id() + " in the master's books";
      if (agent.total().contains(sum(used))) {
        changed.remove(agent.id());
      }
      if (!changed.contains(agent.id())) {
        checkFits(Invariant.AGENTS_ARE_NOT_OVERCOMMITTED, where, agent.total(), held);
        checkPorts(Invariant.AGENTS_ARE_NOT_OVERCOMMITTED, where, held);
      }
      Resources allUsed = sum(used).plus(sum(ending));
      Resources unused =
          isShort(agent.total(), allUsed)
              ? Resources.empty()
              : agent.total().minusSaturating(allUsed);
      checkFits(
          Invariant.AGENTS_ARE_NOT_OVERCOMMITTED, where + ": of what is unused", unused, offered);
      boolean fits = agent.total().contains(allUsed);
      if (!fits && !offered.isEmpty()) {
        // Some of it is used in another way than it is reserved now.
        checkEnough(where, agent.total(), allUsed.plus(sum(offered)));
      }
      checkSum(where + ": used", allUsed, state.usedOn(agent.id()));
      checkSum(where + ": offered", sum(offered), state.offeredOn(agent.id()));
      if (agent.connected() && fits) {
        checkSum(where + ": free", unused.minus(sum(offered)), state.freeOn(agent.id()));
      }
    }
  }

  @Override
  public void containerStarted(AgentNode agent, ContainerSpec spec) {
    List<Resources> held = new ArrayList<>();
    for (ContainerSpec running : agent.running()) {
      if (!gone.test(running.frameworkId())) {
        held.add(firm(running));
      }
    }
    // What is left over from when the machine had more is nobody's fault.
    Resources starting = firm(spec);
    Resources others = gone.test(spec.frameworkId()) ? sum(held) : sum(held).minus(starting);
    checkFits(
        Invariant.MACHINES_ARE_NOT_OVERCOMMITTED,
        "machine " + agent.name() + " beside " + held,
        Reservations.plain(agent.total()).minusSaturating(others),
        gone.test(spec.frameworkId()) ? List.of() : List.of(starting));
    checkPorts(Invariant.MACHINES_ARE_NOT_OVERCOMMITTED, "machine " + agent.name(), held);
  }

  /**
   * What revocable tasks hold is more than the machine has, and may be. To the machine it is all
   * the same whether something is reserved.
   */
  private static Resources firm(ContainerSpec spec) {
    return Reservations.plain(Resources.of(spec.resources().requests()).nonRevocable());
  }

  private static boolean isShort(Resources total, Resources used) {
    Map<String, Long> has = total.nonRevocable().scalarsMillis();
    return used.nonRevocable().scalarsMillis().entrySet().stream()
        .anyMatch(e -> e.getValue() > has.getOrDefault(e.getKey(), 0L));
  }

  private static void checkFits(
      Invariant invariant, String where, Resources total, List<Resources> held) {
    Resources sum = sum(held);
    Checks.require(
        invariant,
        total.contains(sum),
        () -> where + ": " + sum + " are held of " + total + ", by " + held);
  }

  /** Whatever is reserved of it, no more of each is used and offered than there is. */
  private static void checkEnough(String where, Resources total, Resources held) {
    Checks.require(
        Invariant.AGENTS_ARE_NOT_OVERCOMMITTED,
        !isShort(total, held),
        () -> where + ": " + held + " is used and offered of " + total);
  }

  private static void checkPorts(Invariant invariant, String where, List<Resources> held) {
    Resources sum = sum(held);
    long ports = held.stream().mapToLong(r -> r.ports().size()).sum();
    Checks.require(
        invariant, ports == sum.ports().size(), () -> where + ": a port is held twice: " + held);
  }

  private static void checkSum(String what, Resources counted, Resources stated) {
    Checks.require(
        Invariant.BOOKS_ADD_UP,
        counted.equals(stated),
        () -> what + " is " + counted + " but is kept as " + stated);
  }

  private static Resources sum(List<Resources> parts) {
    Resources sum = Resources.empty();
    for (Resources part : parts) {
      sum = sum.plus(part);
    }
    return sum;
  }
}
