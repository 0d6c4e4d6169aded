package io.proffer.service.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many instances there are, by what is measured.
 *
 * @param tolerance the part by which a metric may differ from its target without effect
 */
public record ScalingPolicy(
    int min,
    int max,
    List<Metric> metrics,
    double tolerance,
    Behavior up,
    Behavior down,
    List<Window> schedule) {

  public ScalingPolicy {
    metrics = List.copyOf(metrics);
    schedule = List.copyOf(schedule);
  }

  /** Something that is measured, and what it should be. */
  public sealed interface Metric {
    double target();
  }

  /** The part of its cpus that an instance uses, on average. */
  public record Cpu(double target) implements Metric {}

  /** The part of its memory that an instance uses, on average. */
  public record Memory(double target) implements Metric {}

  /**
   * The first value of a Prometheus query.
   *
   * @param url of the server, {@code http://host:9090}
   * @param perInstance whether it is shared among the instances before it is compared
   */
  public record Prometheus(String url, String query, boolean perInstance, double target)
      implements Metric {}

  /**
   * A number that a GET is answered with.
   *
   * @param pointer where it is in the JSON, as {@code /queue/length}; empty: the answer is it
   */
  public record Http(String url, Optional<String> pointer, boolean perInstance, double target)
      implements Metric {}

  /**
   * How fast it goes in one direction.
   *
   * @param stabilization for how long everything measured must agree
   * @param instances so many more or fewer within a period in any case
   * @param percent so many percent more or fewer within a period, if that is more
   */
  public record Behavior(Duration stabilization, int instances, int percent, Duration period) {}

  /** A part of the week in which other limits hold; the day is the one it begins on. */
  public record Window(
      Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone, int min, int max) {}
}
