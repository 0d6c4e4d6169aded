package io.proffer.master.state;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.kernel.StreamId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * A framework this master knows.
 *
 * @param info as the framework gave it, with its id
 * @param roles what it is subscribed to: {@code info.roles}, or {@code info.role} of an old client
 * @param suppressedRoles the roles it wants no offers for
 * @param stream where its events go; empty while it is disconnected
 * @param recovered known only from agents' reports since this master leads; it has not subscribed yet
 * @param unregisteredAt when it disconnected or ended, if it did
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
    Optional<Instant> unregisteredAt) {

  public boolean connected() {
    return stream.isPresent();
  }
}
