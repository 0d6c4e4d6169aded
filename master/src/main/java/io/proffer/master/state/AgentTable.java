package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.jspecify.annotations.Nullable;

/** The agents, how they are reached, and what is on them. */
final class AgentTable {
  private final Retention retention;
  private final Map<AgentId, Agent> agents = new LinkedHashMap<>();
  private final Map<AgentId, AgentHoldings> holdings = new HashMap<>();
  private final Map<Long, TreeMap<Integer, AgentId>> links = new HashMap<>();
  private final Map<AgentId, AgentInfo> recovered = new LinkedHashMap<>();
  private final Map<AgentId, Instant> unreachable = new LinkedHashMap<>();
  private final Map<AgentId, Instant> gone = new LinkedHashMap<>();
  private final AgentActivity activity = new AgentActivity();
  private final Map<AgentId, Set<TaskKey>> unreachableTasks = new HashMap<>();
  private final Map<OfferId, Offer> offers = new LinkedHashMap<>();
  private final AgentHoldings nothing = new AgentHoldings();

  AgentTable(Retention retention) {
    this.retention = retention;
  }

  Collection<Agent> all() {
    return Collections.unmodifiableCollection(agents.values());
  }

  Optional<Agent> find(AgentId id) {
    return Optional.ofNullable(agents.get(id));
  }

  Optional<Agent> at(AgentLink link) {
    TreeMap<Integer, AgentId> channels = links.get(link.connection());
    AgentId id = channels == null ? null : channels.get(link.channel());
    return id == null ? Optional.empty() : find(id);
  }

  Collection<Agent> on(long connection) {
    TreeMap<Integer, AgentId> channels = links.get(connection);
    if (channels == null) {
      return List.of();
    }
    List<Agent> found = new ArrayList<>(channels.size());
    for (AgentId id : channels.values()) {
      find(id).ifPresent(found::add);
    }
    return found;
  }

  Map<AgentId, AgentInfo> recovered() {
    return Collections.unmodifiableMap(recovered);
  }

  Map<AgentId, Instant> unreachableSince() {
    return Collections.unmodifiableMap(unreachable);
  }

  Map<AgentId, Instant> goneSince() {
    return Collections.unmodifiableMap(gone);
  }

  AgentActivity activity() {
    return activity;
  }

  Collection<TaskKey> unreachableTasksOn(AgentId id) {
    return Collections.unmodifiableCollection(unreachableTasks.getOrDefault(id, Set.of()));
  }

  AgentHoldings get(AgentId id) {
    return holdings.getOrDefault(id, nothing);
  }

  /** Where a fact about an agent goes; such a fact implies that the agent is known. */
  AgentHoldings require(AgentId id) {
    AgentHoldings of = holdings.get(id);
    if (of == null) {
      throw new IllegalStateException("a fact about agent " + id + ", which is not known");
    }
    return of;
  }

  Resources used(AgentId id) {
    return get(id).used();
  }

  Resources offered(AgentId id) {
    return get(id).offered();
  }

  Resources free(AgentId id) {
    Agent agent = agents.get(id);
    return agent == null || !agent.connected() ? Resources.empty() : get(id).freeOf(agent.total());
  }

  Collection<Offer> offers() {
    return Collections.unmodifiableCollection(offers.values());
  }

  Optional<Offer> offer(OfferId id) {
    return Optional.ofNullable(offers.get(id));
  }

  void recover(DurableFacts facts) {
    recovered.putAll(facts.agents());
    unreachable.putAll(facts.unreachableAgents());
    gone.putAll(facts.goneAgents());
    activity.recover(facts.deactivations());
  }

  void put(Agent agent) {
    unreachable.remove(agent.id());
    recovered.remove(agent.id());
    AgentHoldings of = holdings.computeIfAbsent(agent.id(), id -> new AgentHoldings());
    of.totalChanged();
    unlink(agents.put(agent.id(), agent));
    agent
        .link()
        .ifPresent(
            link ->
                links
                    .computeIfAbsent(link.connection(), c -> new TreeMap<>())
                    .put(link.channel(), agent.id()));
  }

  void oversubscribed(AgentId id, Resources revocable) {
    find(id).ifPresent(agent -> put(agent.oversubscribed(revocable)));
  }

  /** What an agent has is reserved, or made volumes of, in another way. */
  void convert(AgentId id, Resources total) {
    find(id).ifPresent(agent -> put(agent.having(total)));
  }

  /** What an agent has is not what it was, since a resource provider of it is not. */
  void provided(AgentId id, Resources total, List<AgentProvider> providers) {
    find(id).ifPresent(agent -> put(agent.having(total, providers)));
  }

  void hold(AgentId id, ByteString operation, Resources held) {
    AgentHoldings of = holdings.get(id);
    if (of != null) {
      of.hold(operation, held);
    }
  }

  void disconnected(AgentId id) {
    find(id).ifPresent(agent -> put(agent.disconnected()));
  }

  void becameUnreachable(AgentId id, Instant at) {
    leave(id);
    unreachable.put(id, at);
    Iterator<AgentId> oldest = unreachable.keySet().iterator();
    while (unreachable.size() > retention.unreachableAgents()) {
      AgentId forgotten = oldest.next();
      unreachableTasks.remove(forgotten);
      activity.forget(forgotten);
      oldest.remove();
    }
  }

  void forget(List<AgentId> wereUnreachable, List<AgentId> wereGone) {
    for (AgentId id : wereUnreachable) {
      if (unreachable.remove(id) != null) {
        unreachableTasks.remove(id);
        activity.forget(id);
      }
    }
    wereGone.forEach(gone::remove);
  }

  void gone(AgentId id, Instant at) {
    remove(id);
    gone.put(id, at);
    Iterator<AgentId> oldest = gone.keySet().iterator();
    while (gone.size() > retention.unreachableAgents()) {
      oldest.next();
      oldest.remove();
    }
  }

  void remove(AgentId id) {
    leave(id);
    activity.forget(id);
  }

  private void leave(AgentId id) {
    unlink(agents.remove(id));
    holdings.remove(id);
    recovered.remove(id);
    unreachable.remove(id);
  }

  void put(Task task) {
    require(task.agent()).put(task);
    noLongerUnreachable(task);
  }

  void becameUnreachable(Task task) {
    require(task.agent()).removeTask(task.key());
    unreachableTasks.computeIfAbsent(task.agent(), id -> new LinkedHashSet<>()).add(task.key());
  }

  void noLongerUnreachable(Task task) {
    Set<TaskKey> tasks = unreachableTasks.get(task.agent());
    if (tasks != null && tasks.remove(task.key()) && tasks.isEmpty()) {
      unreachableTasks.remove(task.agent());
    }
  }

  void put(Offer offer) {
    offers.put(offer.id(), offer);
    require(offer.agent()).put(offer);
  }

  @Nullable Offer removeOffer(OfferId id) {
    Offer offer = offers.remove(id);
    if (offer != null) {
      require(offer.agent()).remove(offer);
    }
    return offer;
  }

  private void unlink(@Nullable Agent agent) {
    if (agent == null || agent.link().isEmpty()) {
      return;
    }
    AgentLink link = agent.link().get();
    TreeMap<Integer, AgentId> channels = links.get(link.connection());
    if (channels != null && channels.remove(link.channel(), agent.id()) && channels.isEmpty()) {
      links.remove(link.connection());
    }
  }
}
