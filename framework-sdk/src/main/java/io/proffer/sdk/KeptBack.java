package io.proffer.sdk;

import io.proffer.core.model.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is kept back of one offer, and for whom. Not thread-safe. */
final class KeptBack {

  private final Map<Keeper, Resources> parts = new LinkedHashMap<>();

  void add(Keeper keeper, Resources part) {
    if (!part.isEmpty()) {
      parts.merge(keeper, part, Resources::plus);
    }
  }

  /** A keeper's part, which it has no more. */
  Resources remove(Keeper keeper) {
    Resources part = parts.remove(keeper);
    return part == null ? Resources.empty() : part;
  }

  Resources of(Keeper keeper) {
    return parts.getOrDefault(keeper, Resources.empty());
  }

  Set<Keeper> keepers() {
    return Set.copyOf(parts.keySet());
  }
}
