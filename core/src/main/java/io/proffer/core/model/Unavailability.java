package io.proffer.core.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.TimeInfo;

/**
 * When an agent is expected to be away, because somebody works on its machine.
 *
 * @param start may be in the past: the work begins when its operator says so, not by the clock
 * @param length how long it is expected to take; empty when the agent may not come back
 */
public record Unavailability(Instant start, Optional<Duration> length) {
  private static final long SECOND = 1_000_000_000L;

  public static Unavailability of(Protos.Unavailability message) {
    long nanos = message.getStart().getNanoseconds();
    return new Unavailability(
        Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND)),
        message.hasDuration()
            ? Optional.of(Duration.ofNanos(message.getDuration().getNanoseconds()))
            : Optional.empty());
  }

  /** When the agent is expected back; empty when that is not to be expected. */
  public Optional<Instant> end() {
    return length.map(start::plus);
  }

  /** Whether the agent is expected to be back by then, for good. */
  public boolean isOver(Instant at) {
    return end().filter(end -> !end.isAfter(at)).isPresent();
  }

  /**
   * As the API has it.
   *
   * @throws ArithmeticException for times that cannot be told in nanoseconds since 1970
   */
  public Protos.Unavailability toProto() {
    long nanos = Math.addExact(Math.multiplyExact(start.getEpochSecond(), SECOND), start.getNano());
    Protos.Unavailability.Builder message =
        Protos.Unavailability.newBuilder().setStart(TimeInfo.newBuilder().setNanoseconds(nanos));
    length.ifPresent(
        span -> message.setDuration(DurationInfo.newBuilder().setNanoseconds(span.toNanos())));
    return message.build();
  }
}
