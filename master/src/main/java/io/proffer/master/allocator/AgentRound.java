package io.proffer.master.allocator;

import io.proffer.core.model.Resources;
import io.proffer.master.allocator.DrfNode.Members;
import java.util.ArrayList;
import java.util.List;

/** Shares out the free resources of one agent. A framework normally takes all of it. */
final class AgentRound implements FairnessTree.Visitor {
  private final AgentEntry agent;
  private final List<Allocation> allocations = new ArrayList<>(1);
  private Resources rest;

  /** Of the rest, what the members being visited may use. */
  private Resources available = Resources.empty();

  AgentRound(AgentEntry agent, Resources free) {
    this.agent = agent;
    this.rest = free;
  }

  List<Allocation> allocations() {
    return allocations;
  }

  Resources rest() {
    return rest;
  }

  @Override
  public boolean enters(Members members) {
    available = agent.hasReservations ? rest.allocatableTo(members.role) : rest;
    return !available.isEmpty();
  }

  @Override
  public boolean visit(Client client) {
    Taste taste = client.framework.taste;
    // Checked before what costs more; stripping can only leave less.
    if (!taste.isEnough(available, client.role()) || !taste.wantsAgent(agent)) {
      return true;
    }
    Resources offered = withinQuota(taste.usable(available));
    if (!taste.isEnough(offered, client.role()) || client.refuses(agent.id, offered)) {
      return true;
    }
    allocations.add(new Allocation(client.framework.id, client.role(), agent.id, offered));
    rest = rest.minus(offered);
    available = available.minus(offered);
    return !available.isEmpty();
  }

  @Override
  public boolean done() {
    return rest.isEmpty();
  }

  /**
   * The place of quota: guarantees first, then limits and headroom. They bind unreserved,
   * non-revocable scalars only; all else is always given.
   */
  private static Resources withinQuota(Resources usable) {
    return usable;
  }
}
