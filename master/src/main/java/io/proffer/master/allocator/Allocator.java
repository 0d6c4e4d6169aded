package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom free resources are offered to: event-driven and incremental. It is told every change
 * of who holds what, looks again only at agents of which something became free, and, when a
 * framework begins to want offers, shows it only what nobody else took. Nothing happens by the
 * clock but the end of refusals. Not thread-safe.
 */
public final class Allocator {
  private final Function<AgentId, Resources> free;
  private final FairnessTree tree = new FairnessTree();
  private final ScalarNames names = new ScalarNames();
  private final QuotaBook quotas = new QuotaBook(names);
  private final Refusals refusals = new Refusals();
  private final Shuffle shuffle;
  private final Map<FrameworkId, FrameworkEntry> frameworks = new HashMap<>();
  private final Map<AgentId, AgentEntry> agents = new HashMap<>();

  /** Agents of which something became free since the last round. */
  private final Set<AgentEntry> dirty = new LinkedHashSet<>();

  /** Agents with free resources that nobody wanted in the last round. */
  private final Set<AgentEntry> leftOver = new LinkedHashSet<>();

  /** Agents of which somebody would have got more without quotas; of {@link #leftOver}. */
  private final Set<AgentEntry> heldBack = new LinkedHashSet<>();

  private long changes;

  /** Who began to want offers, or to want other ones, since the last round. */
  private final Set<Client> eager = new LinkedHashSet<>();

  /**
   * @param free what nobody uses and nobody is offered of an agent
   */
  public Allocator(Function<AgentId, Resources> free, long seed) {
    this.free = free;
    this.shuffle = new Shuffle(seed);
  }

  // ---- roles

  /** A role, with all that is below it, is worth this many times its share. */
  public void putWeight(String role, double weight) {
    tree.putWeight(role, weight);
  }

  /** What a top-level role, with all that is below it, is sure of and kept within. */
  public void putQuota(String role, Quota quota) {
    quotas.put(role, quota);
    changes++;
  }

  // ---- agents

  /** An agent appeared, changed, or became connected or disconnected. */
  public void putAgent(AgentId id, Resources total, boolean active) {
    AgentEntry agent = agents.computeIfAbsent(id, AgentEntry::new);
    if (!agent.total.equals(total)) {
      tree.changeTotal(agent.quantities, -1);
      agent.total = total;
      agent.quantities = names.quantities(total);
      tree.changeTotal(agent.quantities, 1);
      agent.hasGpus = total.scalarMillis("gpus") > 0;
      agent.hasReservations = !total.unreserved().equals(total);
    }
    agent.active = active;
    quotas.agentChanged(agent);
    becameFree(id);
  }

  /** An agent is not what it was when it was refused: it may be offered to everybody again. */
  public void forgetRefusals(AgentId id) {
    refusals.forget(id);
  }

  /** An agent is no more; what was held of it has been given back before. */
  public void removeAgent(AgentId id) {
    AgentEntry agent = agents.remove(id);
    if (agent != null) {
      tree.changeTotal(agent.quantities, -1);
      quotas.agentGone(agent);
      dirty.remove(agent);
      leftOver.remove(agent);
      heldBack.remove(agent);
      refusals.forget(id);
    }
  }

  /** Something of an agent may have become free. */
  public void becameFree(AgentId id) {
    AgentEntry agent = agents.get(id);
    if (agent != null) {
      dirty.add(agent);
      changes++;
    }
  }

  // ---- frameworks

  /**
   * A framework appeared, or changed what it says about itself, what it suppresses, or whether it
   * is connected.
   */
  public void putFramework(
      FrameworkId id,
      FrameworkInfo info,
      Collection<String> roles,
      Collection<String> suppressed,
      boolean active) {
    Taste taste = Taste.of(info);
    FrameworkEntry known = frameworks.get(id);
    boolean changed = known != null && !known.taste.equals(taste);
    FrameworkEntry framework = known == null ? new FrameworkEntry(id, taste) : known;
    frameworks.put(id, framework);
    framework.taste = taste;
    framework.active = active;
    for (String role : roles) {
      client(framework, role);
    }
    for (Client client : List.copyOf(framework.clients.values())) {
      client.subscribed = roles.contains(client.role());
      boolean wasSuppressed = client.suppressed;
      client.suppressed = suppressed.contains(client.role());
      if (!active || !client.subscribed || (wasSuppressed && !client.suppressed)) {
        refusals.forget(client);
      }
      place(client, changed);
    }
  }

  /** A framework is no more; what it held has been given back before. */
  public void removeFramework(FrameworkId id) {
    FrameworkEntry framework = frameworks.remove(id);
    if (framework != null) {
      for (Client client : framework.clients.values()) {
        refusals.forget(client);
        eager.remove(client);
        tree.remove(client);
      }
    }
  }

  /** A framework wants what it refused, for these roles, after all. */
  public void revive(FrameworkId id, Collection<String> roles) {
    FrameworkEntry framework = frameworks.get(id);
    if (framework == null) {
      return;
    }
    for (String role : roles) {
      Client client = framework.clients.get(role);
      if (client != null) {
        refusals.forget(client);
        place(client, true);
      }
    }
  }

  // ---- holdings

  /**
   * A framework holds more of an agent.
   *
   * @param offered whether it was offered them, which puts it behind those with the same share
   */
  public void hold(
      FrameworkId id, String role, AgentId agent, Resources resources, boolean offered) {
    FrameworkEntry framework = frameworks.get(id);
    if (framework != null) {
      tree.allocate(client(framework, role), names.quantities(resources), 1, offered);
      quotas.hold(role, agents.get(agent), resources, 1);
    }
  }

  /** A framework gave back something of an agent, which may be offered to others now. */
  public void giveBack(FrameworkId id, String role, AgentId agent, Resources resources) {
    FrameworkEntry framework = frameworks.get(id);
    Client client = framework == null ? null : framework.clients.get(role);
    if (framework != null && client != null) {
      tree.allocate(client, names.quantities(resources), -1, false);
      quotas.hold(role, agents.get(agent), resources, -1);
      prune(framework, client);
    }
    becameFree(agent);
  }

  /** A framework does not want these resources of an agent, or fewer, before {@code until}. */
  public void refuse(
      FrameworkId id, String role, AgentId agent, Resources resources, Instant until) {
    FrameworkEntry framework = frameworks.get(id);
    Client client = framework == null ? null : framework.clients.get(role);
    if (client != null && client.wantsOffers() && agents.containsKey(agent)) {
      refusals.add(client, agent, resources, until);
    }
  }

  /** What has changed of what frameworks do not want since this was asked last. */
  public List<RefusalNews> takeRefusalNews() {
    return refusals.takeNews();
  }

  /** When the first refusal ends; empty when there is none. */
  public Optional<Instant> nextExpiry() {
    return refusals.nextEnd();
  }

  /** Ends the refusals that end at {@code now} or before. */
  public void expire(Instant now) {
    refusals.expire(now, this::becameFree);
  }

  // ---- rounds

  /** Grows with everything that is a reason for another round. */
  public long changes() {
    return changes;
  }

  /** Whether a round could find something to offer. */
  public boolean hasWork() {
    return !dirty.isEmpty()
        || (!eager.isEmpty() && !leftOver.isEmpty())
        || (!heldBack.isEmpty() && quotas.mayGiveMore());
  }

  /**
   * Offers what is free.
   *
   * @param offer makes the offer; it has to call {@link #hold} and take the resources off what is
   *     free before it returns
   */
  public void allocate(Consumer<Allocation> offer) {
    List<AgentEntry> changed = new ArrayList<>(dirty);
    List<AgentEntry> unchanged = new ArrayList<>(eager.isEmpty() ? List.of() : leftOver);
    List<Client> newcomers = new ArrayList<>(eager);
    unchanged.removeAll(dirty);
    dirty.clear();
    eager.clear();
    if (quotas.isInForce()) {
      allocateGuarantees(changed, unchanged, offer);
    }
    shuffle.shuffle(changed);
    for (AgentEntry agent : changed) {
      allocate(agent, null, offer);
    }
    shuffle.shuffle(unchanged);
    for (AgentEntry agent : unchanged) {
      allocate(agent, newcomers, offer);
    }
    allocateHeldBack(offer);
  }

  /** Roles that lack what they are guaranteed choose first, among all the agents of this round. */
  private void allocateGuarantees(
      List<AgentEntry> changed, List<AgentEntry> unchanged, Consumer<Allocation> offer) {
    List<AgentEntry> all = new ArrayList<>(changed);
    all.addAll(unchanged);
    shuffle.shuffle(all);
    for (AgentEntry agent : all) {
      Set<String> unmet = quotas.unmet();
      if (unmet.isEmpty()) {
        return;
      }
      allocateGuarantees(agent, unmet, offer);
    }
  }

  private void allocateGuarantees(AgentEntry agent, Set<String> unmet, Consumer<Allocation> offer) {
    Resources available = agent.active ? free.apply(agent.id) : Resources.empty();
    if (!available.isEmpty()) {
      AgentRound round = new AgentRound(agent, available, quotas, AgentRound.Stage.GUARANTEES);
      tree.walk(unmet, round);
      round.finish().forEach(offer);
    }
  }

  /** What quotas have kept from those who want it may be theirs now. */
  private void allocateHeldBack(Consumer<Allocation> offer) {
    if (heldBack.isEmpty()) {
      quotas.nothingHeldBack();
    }
    if (!heldBack.isEmpty() && quotas.mayGiveMore()) {
      List<AgentEntry> again = new ArrayList<>(heldBack);
      shuffle.shuffle(again);
      for (AgentEntry agent : again) {
        if (!quotas.mayGiveMore()) {
          break;
        }
        if (quotas.isInForce()) {
          allocateGuarantees(agent, quotas.unmet(), offer);
        }
        allocate(agent, null, offer);
      }
    }
    quotas.looked();
  }

  private void allocate(AgentEntry agent, @Nullable List<Client> only, Consumer<Allocation> offer) {
    Resources available = agent.active ? free.apply(agent.id) : Resources.empty();
    boolean less = only != null && heldBack.contains(agent);
    if (!available.isEmpty()) {
      AgentRound round = new AgentRound(agent, available, quotas, AgentRound.Stage.ALL);
      if (only == null) {
        tree.walk(round);
      } else {
        tree.walk(only, round);
      }
      round.finish().forEach(offer);
      available = round.rest();
      less |= round.heldBack();
    }
    keep(leftOver, agent, !available.isEmpty());
    keep(heldBack, agent, less && !available.isEmpty());
  }

  private static void keep(Set<AgentEntry> among, AgentEntry agent, boolean wanted) {
    if (wanted) {
      among.add(agent);
    } else {
      among.remove(agent);
    }
  }

  private Client client(FrameworkEntry framework, String role) {
    Client known = framework.clients.get(role);
    if (known != null) {
      return known;
    }
    Client client = new Client(framework, tree.members(role));
    framework.clients.put(role, client);
    tree.add(client);
    return client;
  }

  /** Puts a client where it belongs now. */
  private void place(Client client, boolean wantsOthers) {
    boolean wasActive = client.members.isActiveChild(client);
    if (client.wantsOffers()) {
      tree.activate(client);
      if (!wasActive || wantsOthers) {
        eager.add(client);
        changes++;
      }
    } else {
      tree.deactivate(client);
      eager.remove(client);
      prune(client.framework, client);
    }
  }

  private void prune(FrameworkEntry framework, Client client) {
    if (!client.subscribed && !client.hasAllocation()) {
      framework.clients.remove(client.role());
      refusals.forget(client);
      eager.remove(client);
      tree.remove(client);
    }
  }
}
