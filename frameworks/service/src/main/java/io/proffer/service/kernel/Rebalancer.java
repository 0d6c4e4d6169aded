package io.proffer.service.kernel;

import io.proffer.service.matching.Candidate;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.RebalancePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Moves instances of apps that want it from agents with many of them to agents with fewer, one of
 * an app at a time: another one is launched there first, and the one that is too much ends when
 * that does its work. In memory only: a new process has one of the two end, and begins again.
 */
final class Rebalancer {

  /** For how long offers are wanted just to see where there is room. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /**
   * A move on its way.
   *
   * @param victim the task that ends
   * @param heir the task that takes its place
   */
  private record Move(String victim, String heir) {}

  /**
   * Where an instance may be moved to.
   *
   * @param victim that is moved
   * @param to the agents with enough fewer, those with the fewest first
   */
  record Chance(Instance victim, List<Candidate> to) {}

  private final ServiceState state;
  private final Map<PathId, Move> moves = new LinkedHashMap<>();
  private final Map<PathId, Instant> due = new LinkedHashMap<>();

  Rebalancer(ServiceState state) {
    this.state = state;
  }

  /**
   * Begins to look where there is room, now and then.
   *
   * @return whether offers are wanted that were not before
   */
  boolean tick(Instant now) {
    due.keySet().removeIf(id -> policy(id).isEmpty());
    moves.entrySet().removeIf(move -> !isOnItsWay(move.getValue()));
    boolean more = false;
    for (App app : state.apps()) {
      Optional<RebalancePolicy> policy = app.spec().extension().rebalance();
      if (policy.isPresent()) {
        Instant next = due.computeIfAbsent(app.id(), id -> now.plus(policy.get().interval()));
        if (!next.plus(LOOK).isAfter(now)) {
          due.put(app.id(), now.plus(policy.get().interval()));
        }
        more |= !next.isAfter(now) && next.plus(Duration.ofSeconds(1)).isAfter(now);
      }
    }
    return more;
  }

  private Optional<RebalancePolicy> policy(PathId id) {
    return state.app(id).flatMap(app -> app.spec().extension().rebalance());
  }

  private boolean isOnItsWay(Move move) {
    return state.instance(move.victim()).filter(Instance::isActive).isPresent()
        && state.instance(move.heir()).filter(Instance::isActive).isPresent();
  }

  /** Whether offers are of use just to see where there is room. */
  boolean wantsOffers(Instant now) {
    return due.values().stream().anyMatch(at -> !at.isAfter(now) && at.plus(LOOK).isAfter(now));
  }

  /** Where an app's instance may be moved to; empty while all is well as it is. */
  Optional<Chance> chance(App app, List<Candidate> offers, Predicate<Instance> works, Instant now) {
    Instant at = due.get(app.id());
    Optional<RebalancePolicy> policy = app.spec().extension().rebalance();
    List<Instance> there =
        state.instances(app.id()).stream().filter(i -> !i.isSuspended()).toList();
    if (policy.isEmpty()
        || at == null
        || at.isAfter(now)
        || moves.containsKey(app.id())
        || state.deploymentOf(app.id()).isPresent()
        || there.size() != app.instances()
        || !there.stream().allMatch(i -> i.isActive() && works.test(i))) {
      return Optional.empty();
    }
    Map<String, List<Instance>> crowds = new LinkedHashMap<>();
    there.forEach(
        i -> crowds.computeIfAbsent(i.site().agentId(), agent -> new ArrayList<>()).add(i));
    Optional<List<Instance>> most =
        crowds.values().stream().max(Comparator.comparingInt(List::size));
    if (most.isEmpty()) {
      return Optional.empty();
    }
    int enough = most.get().size() - policy.get().skew();
    List<Candidate> emptier =
        offers.stream()
            .filter(offer -> offer.role().equals(app.spec().role()))
            .filter(offer -> crowd(crowds, offer) <= enough)
            .sorted(Comparator.comparingInt(offer -> crowd(crowds, offer)))
            .toList();
    return Victims.choose(app, most.get(), 1).stream()
        .findFirst()
        .filter(victim -> !emptier.isEmpty())
        .map(victim -> new Chance(victim, emptier));
  }

  private static int crowd(Map<String, List<Instance>> crowds, Candidate offer) {
    return crowds.getOrDefault(offer.site().agentId(), List.of()).size();
  }

  /** Another instance was launched in place of one. */
  void moved(App app, Instance victim, String heir, Instant now) {
    moves.put(app.id(), new Move(victim.taskId(), heir));
    app.spec()
        .extension()
        .rebalance()
        .ifPresent(policy -> due.put(app.id(), now.plus(policy.interval())));
  }

  /** Of these instances the one that ends when another one does its work. */
  Optional<Instance> leaving(App app, List<Instance> there) {
    Move move = moves.get(app.id());
    return move == null || there.stream().noneMatch(i -> i.taskId().equals(move.heir()))
        ? Optional.empty()
        : there.stream().filter(i -> i.taskId().equals(move.victim())).findFirst();
  }
}
