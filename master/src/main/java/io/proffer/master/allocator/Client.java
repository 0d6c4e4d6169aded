package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One framework in one role: who offers are made to. */
final class Client extends DrfNode {
  final FrameworkEntry framework;
  final Members members;

  /** Whether the framework still has the role; it may hold resources of one that it gave up. */
  boolean subscribed;

  boolean suppressed;
  private final Map<AgentId, List<Refusal>> refusals = new LinkedHashMap<>();

  Client(FrameworkEntry framework, Members members) {
    super(framework.id.value(), members);
    this.framework = framework;
    this.members = members;
  }

  String role() {
    return members.role;
  }

  boolean wantsOffers() {
    return subscribed && !suppressed && framework.active;
  }

  /** Whether it has said that it does not want these, or more, of the agent. */
  boolean refuses(AgentId agent, Resources resources) {
    if (refusals.isEmpty()) {
      return false;
    }
    for (Refusal refusal : refusals.getOrDefault(agent, List.of())) {
      if (refusal.resources().contains(resources)) {
        return true;
      }
    }
    return false;
  }

  void add(Refusal refusal) {
    refusals.computeIfAbsent(refusal.agent(), id -> new ArrayList<>(1)).add(refusal);
  }

  void remove(Refusal refusal) {
    List<Refusal> of = refusals.get(refusal.agent());
    if (of != null && of.remove(refusal) && of.isEmpty()) {
      refusals.remove(refusal.agent());
    }
  }

  /** Those that {@code refusal} makes superfluous. */
  List<Refusal> coveredBy(Refusal refusal) {
    List<Refusal> covered = new ArrayList<>(0);
    for (Refusal old : refusals.getOrDefault(refusal.agent(), List.of())) {
      if (!old.until().isAfter(refusal.until()) && refusal.resources().contains(old.resources())) {
        covered.add(old);
      }
    }
    return covered;
  }

  Collection<List<Refusal>> refusals() {
    return refusals.values();
  }

  void forgetRefusals() {
    refusals.clear();
  }
}
