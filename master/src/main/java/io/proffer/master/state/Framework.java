package io.proffer.master.state;

import io.proffer.core.model.FrameworkId;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * A framework this master knows.
 *
 * @param info as the framework gave it, with its id
 * @param roles what it is subscribed to: {@code info.roles}, or {@code info.role} of an old client
 * @param suppressedRoles the roles it wants no offers for
 * @param stream where its events go; empty while it is disconnected
 * @param recovered known only from agents' reports since this master leads; it has not subscribed
 *     yet
 * @param registeredAt when it subscribed first with this master
 * @param reregisteredAt when it last subscribed; {@code registeredAt} if that was the first time
 * @param disconnectedAt since when it is away, which counts towards its failover timeout; also of
 *     one that was lost with the master before, since this one leads
 * @param unregisteredAt when it ended, if it did
 */
public record Framework(
    FrameworkId id,
    FrameworkInfo info,
    SortedSet<String> roles,
    SortedSet<String> suppressedRoles,
    Optional<StreamId> stream,
    boolean recovered,
    Instant registeredAt,
    Instant reregisteredAt,
    Optional<Instant> disconnectedAt,
    Optional<Instant> unregisteredAt) {

  public Framework {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    suppressedRoles = Collections.unmodifiableSortedSet(new TreeSet<>(suppressedRoles));
  }

  /** Whether it said that it can do something. */
  public boolean can(FrameworkInfo.Capability.Type capability) {
    for (FrameworkInfo.Capability one : info.getCapabilitiesList()) {
      if (one.getType() == capability) {
        return true;
      }
    }
    return false;
  }

  public boolean connected() {
    return stream.isPresent();
  }

  /** As masters to come know it, from the registry. */
  public Framework remembered() {
    return new Framework(
        id,
        info,
        roles,
        Collections.emptySortedSet(),
        Optional.empty(),
        unregisteredAt.isEmpty(),
        registeredAt,
        registeredAt,
        unregisteredAt.isEmpty() ? disconnectedAt : Optional.empty(),
        unregisteredAt);
  }

  Framework resubscribed(StreamId newStream, Instant at) {
    return new Framework(
        id,
        info,
        roles,
        suppressedRoles,
        Optional.of(newStream),
        false,
        registeredAt,
        at,
        Optional.empty(),
        unregisteredAt);
  }

  Framework updated(
      FrameworkInfo newInfo, SortedSet<String> newRoles, SortedSet<String> newSuppressed) {
    return new Framework(
        id,
        newInfo,
        newRoles,
        newSuppressed,
        stream,
        recovered,
        registeredAt,
        reregisteredAt,
        disconnectedAt,
        unregisteredAt);
  }

  Framework suppressed(SortedSet<String> suppressed) {
    return updated(info, roles, suppressed);
  }

  /** Away, since then or, if it was already, since before. */
  Framework disconnected(Instant at) {
    return new Framework(
        id,
        info,
        roles,
        suppressedRoles,
        Optional.empty(),
        recovered,
        registeredAt,
        reregisteredAt,
        Optional.of(disconnectedAt.orElse(at)),
        unregisteredAt);
  }

  Framework ended(Instant at) {
    return new Framework(
        id,
        info,
        roles,
        suppressedRoles,
        Optional.empty(),
        recovered,
        registeredAt,
        reregisteredAt,
        Optional.empty(),
        Optional.of(at));
  }
}
