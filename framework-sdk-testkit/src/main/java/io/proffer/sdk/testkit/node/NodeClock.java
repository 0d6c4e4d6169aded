package io.proffer.sdk.testkit.node;

import io.proffer.sdk.testkit.engine.Timeline;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of one node, which may be off and may run too fast or too slow. It never runs
 * backwards.
 *
 * @param timeline true time
 * @param offset how far it is ahead at the start; negative when it is behind
 * @param rate how fast it runs; 1.0 is right, 1.01 gains a second in a hundred
 */
public record NodeClock(Timeline timeline, Duration offset, double rate) {

  /** A clock that is right. */
  public static NodeClock exact(Timeline timeline) {
    return new NodeClock(timeline, Duration.ZERO, 1.0);
  }

  /** What the node takes the time for. */
  public Instant now() {
    Duration elapsed = Duration.between(Timeline.START, timeline.now());
    return Timeline.START.plus(offset).plusNanos(Math.round(elapsed.toNanos() * rate));
  }

  /** How long a span of this clock really is. */
  public Duration trueSpan(Duration span) {
    return rate == 1.0 ? span : Duration.ofNanos(Math.round(span.toNanos() / rate));
  }
}
