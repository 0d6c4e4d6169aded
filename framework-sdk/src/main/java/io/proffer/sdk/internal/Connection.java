package io.proffer.sdk.internal;

import io.proffer.core.model.FrameworkId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The way to the leading master: one subscription attempt at a time, with waits between them, the
 * watch over silence, and the calls under way.
 */
final class Connection {

  /** Redirects followed without a wait; a longer chain is two masters that disagree. */
  private static final int MAX_REDIRECTS = 5;

  private sealed interface Link {
    /** Neither connected nor connecting: no leader is known, or the wait before the next try. */
    record Down() implements Link {}

    /** SUBSCRIBE was sent; SUBSCRIBED has not come. The stream id is empty until it is opened. */
    record Opening(URI master, Optional<String> streamId) implements Link {}

    /** Subscribed; calls can be made. */
    record Up(URI master, String streamId, FrameworkId framework, Duration silenceLimit)
        implements Link {}
  }

  private final DriverSettings settings;
  private final Jitter jitter;
  private final Outbox out;
  private final Supplier<Call> subscribe;

  private final Map<Long, Call> underWay = new LinkedHashMap<>();
  private Optional<URI> leader = Optional.empty();
  private Optional<URI> attemptLeader = Optional.empty();
  private Link link = new Link.Down();
  private Instant lastHeardAt = Instant.EPOCH;
  private long attempt;
  private long calls;
  private int failures;
  private int redirects;

  Connection(DriverSettings settings, Jitter jitter, Outbox out, Supplier<Call> subscribe) {
    this.settings = settings;
    this.jitter = jitter;
    this.out = out;
    this.subscribe = subscribe;
  }

  boolean isUp() {
    return link instanceof Link.Up;
  }

  boolean isCurrent(long someAttempt) {
    return someAttempt == attempt && !(link instanceof Link.Down);
  }

  long attempt() {
    return attempt;
  }

  boolean hasCallsUnderWay() {
    return !underWay.isEmpty();
  }

  /** Whether this call waits for its answer; a call is forgotten with its subscription. */
  Optional<Call> answered(long call) {
    return Optional.ofNullable(underWay.remove(call));
  }

  /** Connects to the new leader. Returns whether a subscription to the former one was given up. */
  boolean leaderChanged(Optional<URI> newLeader) {
    boolean changed = !leader.equals(newLeader);
    leader = newLeader;
    if (newLeader.isEmpty()) {
      return false; // While no other master leads, a stream that lives is worth keeping.
    }
    boolean down = link instanceof Link.Down;
    if (down ? !changed : attemptLeader.equals(newLeader)) {
      return false;
    }
    boolean wasUp = isUp();
    if (down) {
      out.cancelTimer(new TimerKey.Reconnect());
    } else {
      close();
    }
    failures = 0;
    redirects = 0;
    open(newLeader.get());
    return wasUp;
  }

  void opened(String streamId) {
    if (link instanceof Link.Opening opening) {
      link = new Link.Opening(opening.master(), Optional.of(streamId));
    }
  }

  /** The master names another one: tries that at once, within reason. */
  void redirected(URI master) {
    out.cancelTimer(new TimerKey.SubscribeTimeout());
    if (++redirects > MAX_REDIRECTS) {
      retryLater();
    } else {
      open(master);
    }
  }

  /** SUBSCRIBED has come. */
  void subscribed(Instant now, Event.Subscribed event) {
    if (!(link instanceof Link.Opening opening)) {
      return;
    }
    double seconds = event.getHeartbeatIntervalSeconds();
    Duration interval =
        seconds > 0
            ? Duration.ofMillis(Math.round(seconds * 1000))
            : settings.defaultHeartbeatInterval();
    Duration limit = interval.multipliedBy(settings.missedHeartbeats());
    String streamId = opening.streamId().orElse("");
    link = new Link.Up(opening.master(), streamId, FrameworkId.of(event.getFrameworkId()), limit);
    failures = 0;
    redirects = 0;
    lastHeardAt = now;
    out.cancelTimer(new TimerKey.SubscribeTimeout());
    out.startTimer(new TimerKey.Silence(), limit);
  }

  void heard(Instant now) {
    lastHeardAt = now;
  }

  /** Whether the stream has been silent for too long; watches on if not. */
  boolean isSilent(Instant now) {
    if (!(link instanceof Link.Up up)) {
      return false;
    }
    Duration left = up.silenceLimit().minus(Duration.between(lastHeardAt, now));
    if (left.isPositive()) {
      out.startTimer(new TimerKey.Silence(), left);
      return false;
    }
    return true;
  }

  /** Sends a call, if subscribed. Returns its number if it was. */
  OptionalLong send(Call call) {
    if (!(link instanceof Link.Up up)) {
      return OptionalLong.empty();
    }
    Call complete = call.toBuilder().setFrameworkId(up.framework().toProto()).build();
    long number = ++calls;
    underWay.put(number, complete);
    out.add(new DriverEffect.Send(number, attempt, up.master(), up.streamId(), complete));
    return OptionalLong.of(number);
  }

  /** Gives the present attempt up, whatever its state, and tries again after a wait. */
  void giveUp() {
    close();
    retryLater();
  }

  /** The present attempt failed by itself; tries again after a wait. */
  void retryLater() {
    forget();
    Duration most = Jitter.doubled(settings.backoffMin(), failures++, settings.backoffMax());
    redirects = 0;
    link = new Link.Down();
    if (leader.isPresent()) {
      out.startTimer(new TimerKey.Reconnect(), jitter.upTo(most));
    }
  }

  /** The wait is over. */
  void retry() {
    if (link instanceof Link.Down) {
      leader.ifPresent(this::open);
    }
  }

  /** Ends the present attempt for good. */
  void end() {
    out.cancelTimer(new TimerKey.Reconnect());
    if (!(link instanceof Link.Down)) {
      close();
    }
    link = new Link.Down();
  }

  private void open(URI master) {
    attempt++;
    attemptLeader = leader;
    link = new Link.Opening(master, Optional.empty());
    out.add(new DriverEffect.OpenStream(attempt, master, subscribe.get()));
    out.startTimer(new TimerKey.SubscribeTimeout(), settings.subscribeTimeout());
  }

  private void close() {
    out.add(new DriverEffect.CloseStream(attempt));
    forget();
  }

  private void forget() {
    underWay.clear();
    out.cancelTimer(
        link instanceof Link.Up ? new TimerKey.Silence() : new TimerKey.SubscribeTimeout());
  }
}
