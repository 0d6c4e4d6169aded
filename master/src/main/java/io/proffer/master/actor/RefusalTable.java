package io.proffer.master.actor;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.allocator.Refused;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What frameworks do not want to be offered, as readers know it: as much as the allocator holds,
 * and no more, since it is told of every end. Not thread-safe.
 */
final class RefusalTable {

  private static final Comparator<Refused> ENDS_FIRST =
      Comparator.comparing(Refused::until).thenComparingLong(Refused::sequence);

  private final Map<FrameworkId, Map<String, Set<Refused>>> byFramework = new HashMap<>();

  void apply(RefusalNews news) {
    switch (news) {
      case RefusalNews.Began n -> add(n.refused());
      case RefusalNews.Ended n -> remove(n.refused());
      case RefusalNews.AllEnded n -> removeAll(n.framework(), n.role());
    }
  }

  private void add(Refused refused) {
    byFramework
        .computeIfAbsent(refused.framework(), id -> new HashMap<>())
        .computeIfAbsent(refused.role(), role -> new HashSet<>())
        .add(refused);
  }

  private void remove(Refused refused) {
    Map<String, Set<Refused>> byRole = byFramework.getOrDefault(refused.framework(), Map.of());
    Set<Refused> all = byRole.getOrDefault(refused.role(), Set.of());
    if (all.contains(refused)) {
      all.remove(refused);
      if (all.isEmpty()) {
        removeAll(refused.framework(), refused.role());
      }
    }
  }

  private void removeAll(FrameworkId framework, String role) {
    Map<String, Set<Refused>> byRole = byFramework.get(framework);
    if (byRole != null) {
      byRole.remove(role);
      if (byRole.isEmpty()) {
        byFramework.remove(framework);
      }
    }
  }

  /** How many there are in each role of which there are any. */
  Map<String, Integer> countByRole() {
    Map<String, Integer> counts = new HashMap<>();
    for (Map<String, Set<Refused>> byRole : byFramework.values()) {
      byRole.forEach((role, all) -> counts.merge(role, all.size(), Integer::sum));
    }
    return counts;
  }

  /**
   * Those of a framework, such as last longest first.
   *
   * @param most so many of them
   */
  Refused.Some of(FrameworkId framework, int most) {
    Collection<Set<Refused>> byRole = byFramework.getOrDefault(framework, Map.of()).values();
    PriorityQueue<Refused> longest = new PriorityQueue<>(ENDS_FIRST);
    int inAll = 0;
    for (Set<Refused> all : byRole) {
      inAll += all.size();
      for (Refused refused : all) {
        longest.add(refused);
        if (longest.size() > most) {
          longest.remove();
        }
      }
    }
    List<Refused> first = longest.stream().sorted(ENDS_FIRST.reversed()).toList();
    return new Refused.Some(inAll, first);
  }
}
