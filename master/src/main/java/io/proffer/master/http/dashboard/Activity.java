package io.proffer.master.http.dashboard;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.OfferEnd;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has happened lately, which the state itself does not remember: a bounded number of facts, of
 * decisions about offers, and counts for each framework. Written by the read model's thread; read
 * by any.
 */
public final class Activity implements ReadModel.Observer {

  private static final int MAX_HAPPENINGS = 200;
  private static final int MAX_DECISIONS = 200;

  /**
   * A fact, and when this master came to know it.
   *
   * @param number one more than that of the fact before
   */
  record Happening(long number, Instant at, MasterEvent fact) {}

  /** An offer that is no more. */
  record Decision(long number, Instant at, Offer offer, OfferEnd how) {}

  private final InstantSource clock;
  private final ArrayDeque<Happening> happenings = new ArrayDeque<>();
  private final ArrayDeque<Decision> decisions = new ArrayDeque<>();
  private final Map<FrameworkId, OfferCounts> offers = new ConcurrentHashMap<>();
  private final Map<FrameworkId, SortedMap<String, Instant>> suppressed = new ConcurrentHashMap<>();
  private long numbers;

  /**
   * @param clock when things happen
   */
  public Activity(InstantSource clock) {
    this.clock = clock;
  }

  OfferCounts offersTo(FrameworkId framework) {
    return offers.getOrDefault(framework, OfferCounts.NONE);
  }

  /**
   * The roles in which a framework wants no offers, and since when, as far as this master saw it.
   */
  SortedMap<String, Instant> suppressedSince(FrameworkId framework) {
    return suppressed.getOrDefault(framework, Collections.emptySortedMap());
  }

  /** The last facts that people may want to know of, the newest last. */
  List<Happening> happenings() {
    synchronized (happenings) {
      return List.copyOf(happenings);
    }
  }

  /** The last offers that ended, the newest last. */
  List<Decision> decisions() {
    synchronized (decisions) {
      return List.copyOf(decisions);
    }
  }

  @Override
  public void before(MasterState before, MasterEvent event) {
    if (event instanceof MasterEvent.OfferEnded ended) {
      before.offer(ended.offer()).ifPresent(offer -> ended(offer, ended.how()));
    }
  }

  private void ended(Offer offer, OfferEnd how) {
    offers.merge(offer.framework(), OfferCounts.NONE.ended(how), (old, no) -> old.ended(how));
    Decision decision = new Decision(++numbers, clock.instant(), offer, how);
    synchronized (decisions) {
      push(decisions, decision, MAX_DECISIONS);
    }
  }

  @Override
  public void after(MasterState after, MasterEvent event) {
    if (event instanceof MasterEvent.OfferMade made) {
      Instant at = made.offer().madeAt();
      offers.merge(
          made.offer().framework(), OfferCounts.NONE.made(at), (old, first) -> old.made(at));
    } else if (HappeningJson.isNews(event)) {
      Happening happening = new Happening(++numbers, clock.instant(), event);
      synchronized (happenings) {
        push(happenings, happening, MAX_HAPPENINGS);
      }
    }
    wishes(event).flatMap(after::framework).ifPresent(this::noteSuppressed);
    forgotten(after, event)
        .ifPresent(
            framework -> {
              offers.remove(framework);
              suppressed.remove(framework);
            });
  }

  /** The framework whose wishes for offers may be others now. */
  private static Optional<FrameworkId> wishes(MasterEvent event) {
    if (event instanceof MasterEvent.RolesSuppressed e) {
      return Optional.of(e.framework());
    }
    if (event instanceof MasterEvent.FrameworkSubscribed e) {
      return Optional.of(e.framework().id());
    }
    if (event instanceof MasterEvent.FrameworkResubscribed e) {
      return Optional.of(e.framework());
    }
    return event instanceof MasterEvent.FrameworkUpdated e
        ? Optional.of(e.framework())
        : Optional.empty();
  }

  private void noteSuppressed(Framework framework) {
    SortedMap<String, Instant> before = suppressedSince(framework.id());
    SortedMap<String, Instant> now = new TreeMap<>();
    for (String role : framework.suppressedRoles()) {
      now.put(role, before.getOrDefault(role, clock.instant()));
    }
    if (now.isEmpty()) {
      suppressed.remove(framework.id());
    } else {
      suppressed.put(framework.id(), Collections.unmodifiableSortedMap(now));
    }
  }

  /** Counts are kept as long as the framework is known. */
  private static Optional<FrameworkId> forgotten(MasterState after, MasterEvent event) {
    return event instanceof MasterEvent.FrameworkCompleted ended
            && !after.isCompleted(ended.framework())
        ? Optional.of(ended.framework())
        : Optional.empty();
  }

  private static <T> void push(ArrayDeque<T> ring, T newest, int max) {
    if (ring.size() >= max) {
      ring.removeFirst();
    }
    ring.addLast(newest);
  }

  @Override
  public void ended() {}
}
