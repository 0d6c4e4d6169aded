package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.KillSelection;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Chooses which instances go when there are too many. */
final class Victims {

  private Victims() {}

  /**
   * Chooses instances: those out of sight first, then those that do not run yet, then those that
   * are not healthy, then those of an older configuration, then as the app says; of apps that are
   * to be spread evenly, each from where there are most.
   */
  static List<Instance> choose(App app, List<Instance> from, int count) {
    if (count <= 0) {
      return List.of();
    }
    List<Instance> ordered = new ArrayList<>(from);
    ordered.sort(order(app));
    Optional<Constraint> spread =
        app.spec().constraints().stream()
            .filter(c -> c.operator() == Constraint.Operator.GROUP_BY)
            .findFirst();
    return spread
        .map(constraint -> evenly(constraint, ordered, count))
        .orElseGet(() -> List.copyOf(ordered.subList(0, Math.min(count, ordered.size()))));
  }

  /** Who may be chosen, and how late. */
  private record Candidate(Instance instance, int place) {}

  /** Each from the largest group, of several the one whose first comes first. */
  private static List<Instance> evenly(Constraint spread, List<Instance> ordered, int count) {
    Map<String, Deque<Candidate>> groups = new LinkedHashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      Instance instance = ordered.get(i);
      groups
          .computeIfAbsent(group(spread, instance), g -> new ArrayDeque<>())
          .addLast(new Candidate(instance, i));
    }
    PriorityQueue<Deque<Candidate>> fullest =
        new PriorityQueue<>(
            Comparator.<Deque<Candidate>>comparingInt(Deque::size)
                .reversed()
                .thenComparing(group -> group.getFirst().place()));
    fullest.addAll(groups.values());
    List<Instance> chosen = new ArrayList<>();
    while (chosen.size() < count && !fullest.isEmpty()) {
      Deque<Candidate> group = fullest.remove();
      chosen.add(group.removeFirst().instance());
      if (!group.isEmpty()) {
        fullest.add(group);
      }
    }
    return chosen;
  }

  private static String group(Constraint spread, Instance instance) {
    return instance.site().value(spread.field()).orElse("");
  }

  private static Comparator<Instance> order(App app) {
    Instant config = app.versions().lastConfigChangeAt();
    if (app.spec().extension().indexed()) {
      return Comparator.comparing((Instance i) -> i.extras().index().orElse(Integer.MAX_VALUE))
          .reversed();
    }
    Comparator<Instance> byAge = Comparator.comparing(Victims::since);
    return Comparator.comparing((Instance i) -> rank(i))
        .thenComparing(i -> i.configVersion().equals(config))
        .thenComparing(
            app.spec().killSelection() == KillSelection.YOUNGEST_FIRST ? byAge.reversed() : byAge)
        .thenComparing(Instance::taskId);
  }

  private static Instant since(Instance instance) {
    return instance.startedAt().orElse(instance.stagedAt());
  }

  private static int rank(Instance instance) {
    return switch (instance.condition()) {
      case Unreachable, UnreachableInactive -> 0;
      case Provisioned, Staging -> 1;
      case Starting -> 2;
      case Running, Killing -> instance.healthy().orElse(true) ? 4 : 3;
      case Finished, Failed, Killed, Error, Gone, Dropped, Unknown -> 5;
    };
  }
}
