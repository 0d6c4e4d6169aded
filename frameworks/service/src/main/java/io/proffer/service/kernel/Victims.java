package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.KillSelection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses which instances go when there are too many. */
final class Victims {

  private Victims() {}

  /**
   * Chooses instances: those out of sight first, then those that do not run yet, then those that
   * are not healthy, then those of an older configuration, then as the app says; of apps that are
   * to be spread evenly, each from where there are most.
   */
  static List<Instance> choose(App app, List<Instance> from, int count) {
    List<Instance> left = new ArrayList<>(from);
    left.sort(order(app));
    List<Instance> chosen = new ArrayList<>();
    Optional<Constraint> spread =
        app.spec().constraints().stream()
            .filter(c -> c.operator() == Constraint.Operator.GROUP_BY)
            .findFirst();
    while (chosen.size() < count && !left.isEmpty()) {
      Instance next =
          spread.map(constraint -> fromTheFullest(constraint, left)).orElse(left.getFirst());
      left.remove(next);
      chosen.add(next);
    }
    return chosen;
  }

  private static Instance fromTheFullest(Constraint spread, List<Instance> left) {
    Map<String, Integer> groups = new LinkedHashMap<>();
    for (Instance instance : left) {
      groups.merge(group(spread, instance), 1, Integer::sum);
    }
    int most = groups.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return left.stream()
        .filter(instance -> groups.getOrDefault(group(spread, instance), 0) == most)
        .findFirst()
        .orElse(left.getFirst());
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
