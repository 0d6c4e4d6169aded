package io.proffer.simulator;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.core.model.Resources;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * No agent is promised to more than it has: offered + used <= total on every agent in the master's
 * books, no port in two hands, and on the machine itself what runs fits.
 */
final class ResourceChecks implements Witness {
  private final Predicate<ContainerSpec> excused;

  /**
   * @param excused containers that need not fit: those of a framework that is gone are being ended
   *     while what they hold is free already
   */
  ResourceChecks(Predicate<ContainerSpec> excused) {
    this.excused = excused;
  }

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    if (!decision.events().isEmpty()) {
      master.state().ifPresent(this::checkBooks);
    }
  }

  private void checkBooks(MasterState state) {
    for (Agent agent : state.agents()) {
      List<Resources> used = new ArrayList<>();
      for (Task task : state.tasksOn(agent.id())) {
        if (!task.terminal()) {
          used.add(task.resources());
        }
      }
      for (Executor executor : state.executorsOn(agent.id())) {
        used.add(executor.resources());
      }
      List<Resources> offered = state.offersOn(agent.id()).stream().map(Offer::resources).toList();
      List<Resources> held = new ArrayList<>(used);
      held.addAll(offered);
      String where = "agent " + agent.id() + " in the master's books";
      checkFits(where, agent.total(), held);
      checkSum(where + ": used", sum(used), state.usedOn(agent.id()));
      checkSum(where + ": offered", sum(offered), state.offeredOn(agent.id()));
      if (agent.connected()) {
        Resources free = agent.total().minus(sum(held));
        checkSum(where + ": free", free, state.freeOn(agent.id()));
      }
    }
  }

  @Override
  public void containerStarted(AgentNode agent, ContainerSpec spec) {
    List<Resources> held = new ArrayList<>();
    for (ContainerSpec running : agent.running()) {
      if (!excused.test(running)) {
        held.add(Resources.of(running.task().getResourcesList()));
      }
    }
    checkFits("machine " + agent.name(), agent.total(), held);
  }

  private static void checkFits(String where, Resources total, List<Resources> held) {
    Resources sum = sum(held);
    Checks.require(
        total.contains(sum), () -> where + ": " + sum + " are held of " + total + ", by " + held);
    long ports = held.stream().mapToLong(r -> r.ports().size()).sum();
    Checks.require(ports == sum.ports().size(), () -> where + ": a port is held twice: " + held);
  }

  private static void checkSum(String what, Resources counted, Resources stated) {
    Checks.require(
        counted.equals(stated), () -> what + " is " + counted + " but is kept as " + stated);
  }

  private static Resources sum(List<Resources> parts) {
    Resources sum = Resources.empty();
    for (Resources part : parts) {
      sum = sum.plus(part);
    }
    return sum;
  }
}
