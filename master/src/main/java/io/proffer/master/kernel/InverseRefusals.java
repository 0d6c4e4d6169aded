package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which frameworks are not to be asked again about which agents, and until when. */
final class InverseRefusals {

  private record Pair(AgentId agent, FrameworkId framework) {}

  private record Refusal(Instant until, long sequence, Pair of) {}

  private final TreeSet<Refusal> byEnd =
      new TreeSet<>(Comparator.comparing(Refusal::until).thenComparingLong(Refusal::sequence));
  private final Map<Pair, Refusal> byPair = new HashMap<>();
  private long sequence;

  void add(AgentId agent, FrameworkId framework, Instant until) {
    Pair pair = new Pair(agent, framework);
    Refusal refusal = new Refusal(until, sequence++, pair);
    @Nullable Refusal before = byPair.put(pair, refusal);
    if (before != null) {
      byEnd.remove(before);
    }
    byEnd.add(refusal);
  }

  boolean has(AgentId agent, FrameworkId framework) {
    return !byPair.isEmpty() && byPair.containsKey(new Pair(agent, framework));
  }

  Optional<Instant> firstEnd() {
    return byEnd.isEmpty() ? Optional.empty() : Optional.of(byEnd.first().until());
  }

  /** Ends those that end now or before; returns the agents they were about. */
  List<AgentId> expire(Instant now) {
    List<AgentId> agents = new ArrayList<>();
    while (!byEnd.isEmpty() && !byEnd.first().until().isAfter(now)) {
      Pair pair = byEnd.removeFirst().of();
      byPair.remove(pair);
      agents.add(pair.agent());
    }
    return agents;
  }

  /** Returns the agents that they were about. */
  List<AgentId> forget(FrameworkId framework) {
    return forget(pair -> pair.framework().equals(framework));
  }

  void forget(AgentId agent) {
    var unused = forget(pair -> pair.agent().equals(agent));
  }

  private List<AgentId> forget(Predicate<Pair> which) {
    List<AgentId> agents = new ArrayList<>();
    byEnd.removeIf(
        refusal -> {
          if (!which.test(refusal.of())) {
            return false;
          }
          byPair.remove(refusal.of());
          agents.add(refusal.of().agent());
          return true;
        });
    return agents;
  }
}
