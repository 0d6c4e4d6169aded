package io.proffer.service.kernel;

import io.proffer.core.model.Unavailability;
import io.proffer.service.deployment.Rollout;
import io.proffer.service.matching.Candidate;
import io.proffer.service.matching.Rejection;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows which agents are about to go, because their machines are going to be worked on: nothing is
 * launched there any more, and what is there is launched elsewhere and then ended, while the app
 * keeps as many instances as it has to. In memory only: a new process is told anew.
 */
final class Evacuation {

  /** How long before an agent goes instances leave it, and no others come to it. */
  static final Duration LEAD = Duration.ofMinutes(10);

  /** From then on capacity may be as low as the app allows, for the time is nearly up. */
  static final Duration LATE = Duration.ofMinutes(2);

  /** A maintenance of which nobody has spoken for so long is not going to be. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** An agent that is going to go, and when somebody said so last. */
  record Departure(String agentId, String hostname, Unavailability away, Instant toldAt) {

    boolean isNear(Instant now) {
      return !away.start().minus(LEAD).isAfter(now) && !away.isOver(now);
    }

    boolean isLate(Instant now) {
      return !away.start().minus(LATE).isAfter(now);
    }
  }

  private final ServiceState state;
  private final Map<String, Departure> departures = new LinkedHashMap<>();
  private Instant latest = Instant.EPOCH;

  Evacuation(ServiceState state) {
    this.state = state;
  }

  /** An agent is going to go. */
  Departure told(String agentId, String hostname, Unavailability away, Instant now) {
    latest = now;
    Departure departure = new Departure(agentId, hostname, away, now);
    departures.put(agentId, departure);
    return departure;
  }

  /** Offers say whether their agents are going to go; returns the apps for which that is news. */
  Set<PathId> offered(Collection<Candidate> candidates, Instant now) {
    Set<String> news = new HashSet<>();
    for (Candidate candidate : candidates) {
      Site site = candidate.site();
      Optional<Unavailability> away = candidate.unavailability();
      Optional<Departure> before = Optional.ofNullable(departures.remove(site.agentId()));
      away.ifPresent(when -> told(site.agentId(), site.hostname(), when, now));
      if (!before.map(Departure::away).equals(away)) {
        news.add(site.agentId());
      }
    }
    Set<PathId> touched = new LinkedHashSet<>();
    if (!news.isEmpty()) {
      for (Instance instance : state.instances()) {
        if (news.contains(instance.site().agentId())) {
          touched.add(instance.app());
        }
      }
    }
    return touched;
  }

  /** Looks at the clock; returns the apps of which something is to be done. */
  Set<PathId> tick(Instant now) {
    latest = now;
    Set<PathId> touched = new LinkedHashSet<>();
    if (departures.isEmpty()) {
      return touched;
    }
    for (Instance instance : state.instances()) {
      Departure departure = departures.get(instance.site().agentId());
      if (departure != null && (departure.isNear(now) || isForgotten(departure, now))) {
        touched.add(instance.app());
      }
    }
    departures.values().removeIf(departure -> isForgotten(departure, now));
    return touched;
  }

  private static boolean isForgotten(Departure departure, Instant now) {
    return !departure.toldAt().plus(LEASE).isAfter(now);
  }

  /** When somebody looked at the clock last. */
  Instant latest() {
    return latest;
  }

  /** The agents that are going to go. */
  Collection<Departure> departures() {
    return Collections.unmodifiableCollection(departures.values());
  }

  /** Why nothing is to be launched on an offer; empty if something may. */
  Optional<Rejection> problem(Candidate candidate, Instant now) {
    return Optional.ofNullable(departures.get(candidate.site().agentId()))
        .filter(departure -> departure.isNear(now))
        .map(
            departure ->
                new Rejection(
                    Rejection.Reason.AgentMaintenance,
                    "its maintenance begins at " + departure.away().start()));
  }

  /** Of these instances of an app those that are to be elsewhere. What has volumes cannot be. */
  List<Instance> leaving(App app, List<Instance> instances, Instant now) {
    return departures.isEmpty() || app.spec().isResident()
        ? List.of()
        : instances.stream().filter(instance -> near(instance, now).isPresent()).toList();
  }

  private Optional<Departure> near(Instance instance, Instant now) {
    return Optional.ofNullable(departures.get(instance.site().agentId()))
        .filter(departure -> departure.isNear(now));
  }

  /** Why an instance ends that is {@link #leaving}. */
  String reason(Instance instance) {
    return Optional.ofNullable(departures.get(instance.site().agentId()))
        .map(
            departure ->
                "the maintenance of %s begins at %s"
                    .formatted(departure.hostname(), departure.away().start()))
        .orElse("its agent goes");
  }

  /**
   * How instances are replaced that leave: others come first wherever there may be more of them,
   * and nobody notices; only at last, or where there may not, as few are left as may be.
   *
   * @param rollout as the app is updated
   */
  Rollout pace(Rollout rollout, List<Instance> leaving, Instant now) {
    boolean late =
        leaving.stream().anyMatch(i -> near(i, now).filter(d -> d.isLate(now)).isPresent());
    boolean room = rollout.maximum() > rollout.target();
    return late || !room
        ? rollout
        : new Rollout(
            rollout.target(),
            Math.max(rollout.minimumHealthy(), rollout.target()),
            rollout.maximum());
  }

  /** Whether an agent that has gone is expected back, with all that is kept on its machine. */
  boolean isExpectedBack(String agentId) {
    return Optional.ofNullable(departures.get(agentId))
        .flatMap(departure -> departure.away().length())
        .isPresent();
  }
}
