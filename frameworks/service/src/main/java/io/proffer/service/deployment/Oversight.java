package io.proffer.service.deployment;

import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a deployment is looked after, by its apps' policies and by people.
 *
 * @param progressedAt when it came forward last: an instance became well, or a step was done
 * @param paused whether it is to do nothing
 * @param promoted apps whose canaries were found good
 * @param undoes the deployment it takes back, for which it neither waits nor has a deadline
 */
public record Oversight(
    String deployment,
    Instant begunAt,
    Instant progressedAt,
    boolean paused,
    Set<PathId> promoted,
    Optional<String> undoes) {

  public Oversight {
    promoted = Collections.unmodifiableSet(new LinkedHashSet<>(promoted));
  }

  /** Of a deployment that begins. */
  public static Oversight begun(String deployment, Instant now, Optional<String> undoes) {
    return new Oversight(deployment, now, now, false, Set.of(), undoes);
  }

  public Oversight progressed(Instant now) {
    return new Oversight(deployment, begunAt, now, paused, promoted, undoes);
  }

  /** Time that it is paused for counts for no deadline. */
  public Oversight pausedBy(boolean pause, Instant now) {
    return new Oversight(deployment, begunAt, now, pause, promoted, undoes);
  }

  public Oversight withPromoted(Set<PathId> apps, Instant now) {
    Set<PathId> more = new LinkedHashSet<>(promoted);
    more.addAll(apps);
    return new Oversight(deployment, begunAt, now, paused, more, undoes);
  }
}
