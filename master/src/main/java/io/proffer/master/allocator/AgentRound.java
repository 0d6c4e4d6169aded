package io.proffer.master.allocator;

import io.proffer.core.model.Resources;
import io.proffer.master.allocator.DrfNode.Members;
import java.util.ArrayList;
import java.util.List;

/** Shares out the free resources of one agent. A framework normally takes all of it. */
final class AgentRound implements FairnessTree.Visitor {

  /** What a round is for. */
  enum Stage {
    /** Roles that lack what they are guaranteed get of it, and some more along with it. */
    GUARANTEES,
    ALL
  }

  private final AgentEntry agent;
  private final QuotaBook quotas;
  private final Stage stage;
  private final List<Allocation> allocations = new ArrayList<>(1);
  private Resources rest;
  private boolean heldBack;

  /** Of the rest, what the members being visited may use. */
  private Resources available = Resources.empty();

  AgentRound(AgentEntry agent, Resources free, QuotaBook quotas, Stage stage) {
    this.agent = agent;
    this.rest = free;
    this.quotas = quotas;
    this.stage = stage;
  }

  /** What was allocated; from here on quotas count it only when it is held. */
  List<Allocation> finish() {
    if (quotas.isInForce()) {
      allocations.forEach(one -> quotas.provide(one.role(), one.resources(), -1));
    }
    return allocations;
  }

  Resources rest() {
    return rest;
  }

  /** Whether anybody would have got more without quotas. */
  boolean heldBack() {
    return heldBack;
  }

  @Override
  public boolean enters(Members members) {
    available = agent.hasReservations ? rest.allocatableTo(members.role) : rest;
    return !available.isEmpty();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what is not cut is the same object
  public boolean visit(Client client) {
    Taste taste = client.framework.taste;
    // Checked before what costs more; stripping can only leave less.
    if (!taste.isEnough(available, client.role()) || !taste.wantsAgent(agent)) {
      return true;
    }
    Resources usable = taste.usable(available);
    Resources offered = withinQuota(client, usable);
    boolean less = offered != usable;
    if (!taste.isEnough(offered, client.role())) {
      heldBack |= less;
      return true;
    }
    if (client.refuses(agent.id, offered)) {
      return true;
    }
    heldBack |= less;
    allocations.add(new Allocation(client.framework.id, client.role(), agent.id, offered));
    if (quotas.isInForce()) {
      quotas.provide(client.role(), offered, 1);
    }
    rest = rest.minus(offered);
    available = available.minus(offered);
    return !available.isEmpty();
  }

  @Override
  public boolean done() {
    return rest.isEmpty();
  }

  /** Quotas bind unreserved, non-revocable scalars only; all else is always given. */
  private Resources withinQuota(Client client, Resources usable) {
    if (!quotas.isInForce()) {
      return usable;
    }
    return switch (stage) {
      case GUARANTEES ->
          quotas.advances(client.role(), usable)
              ? quotas.within(client.role(), usable, true)
              : Resources.empty();
      case ALL -> quotas.within(client.role(), usable, false);
    };
  }
}
