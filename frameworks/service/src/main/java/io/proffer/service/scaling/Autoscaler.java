package io.proffer.service.scaling;

import io.proffer.service.model.ScalingPolicy;
import io.proffer.service.model.ScalingPolicy.Behavior;
import io.proffer.service.model.ScalingPolicy.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many instances there shall be: {@code ceil(n * metric / target)} for the metric that asks for
 * most, within limits, not too fast and not to and fro. Pure.
 */
public final class Autoscaler {

  private Autoscaler() {}

  /**
   * What is to be done.
   *
   * @param instances how many there shall be
   * @param why for people
   * @param memory to be given to the next decision
   */
  public record Verdict(int instances, String why, Memory memory) {}

  /** The limits that hold now. */
  public record Limits(int min, int max) {
    int held(int instances) {
      return Math.clamp(instances, min, max);
    }
  }

  /**
   * Decides.
   *
   * @param current how many instances there are to be now; 0: somebody has switched the app off,
   *     and it stays so
   * @param readings what was measured for each of the policy's metrics; empty where it could not be
   */
  public static Verdict decide(
      ScalingPolicy policy,
      int current,
      List<Optional<Double>> readings,
      Memory memory,
      Instant now) {
    if (current == 0) {
      return new Verdict(0, "the app is switched off: it has 0 instances", Memory.NONE);
    }
    Limits limits = limits(policy, now);
    List<String> said = new ArrayList<>();
    int raw = limits.held(wish(policy, current, readings, said));
    Duration longest = longer(policy.up().stabilization(), policy.down().stabilization());
    Memory wiser = memory.wished(now, raw, longest.plusSeconds(1));
    int stable = stable(policy, current, raw, wiser, now, said);
    int paced = limits.held(paced(policy, current, stable, wiser, now, said));
    if (paced == current) {
      return new Verdict(current, String.join("; ", said), wiser);
    }
    Duration period = longer(policy.up().period(), policy.down().period());
    said.add("from " + current + " to " + paced);
    return new Verdict(paced, String.join("; ", said), wiser.changed(now, paced - current, period));
  }

  /** The limits of the first window that is open, or those of the policy. */
  public static Limits limits(ScalingPolicy policy, Instant now) {
    return policy.schedule().stream()
        .filter(window -> Windows.isOpen(window, now))
        .findFirst()
        .map(window -> new Limits(window.min(), window.max()))
        .orElse(new Limits(policy.min(), policy.max()));
  }

  private static int wish(
      ScalingPolicy policy, int current, List<Optional<Double>> readings, List<String> said) {
    Optional<Integer> most = Optional.empty();
    boolean unknown = false;
    for (int i = 0; i < policy.metrics().size(); i++) {
      Metric metric = policy.metrics().get(i);
      Optional<Double> reading = i < readings.size() ? readings.get(i) : Optional.empty();
      reading = reading.filter(value -> Double.isFinite(value) && value >= 0);
      if (reading.isEmpty()) {
        unknown = true;
        said.add(name(metric) + " is not known");
        continue;
      }
      int wished = wish(metric, reading.get(), policy.tolerance(), current);
      said.add(name(metric) + " is " + rounded(reading.get()) + " for " + metric.target());
      most = Optional.of(Math.max(most.orElse(0), wished));
    }
    int wished = most.orElse(current);
    // What is not known may be high: never fewer instances for it.
    return unknown ? Math.max(wished, current) : wished;
  }

  private static int wish(Metric metric, double reading, double tolerance, int current) {
    double ratio = reading / metric.target() / (perInstance(metric) ? current : 1);
    if (Math.abs(ratio - 1) <= tolerance) {
      return current;
    }
    // 3 * (0.8 / 0.6) is 4, whatever binary fractions make of it.
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(current * ratio - 1e-9));
  }

  private static boolean perInstance(Metric metric) {
    return switch (metric) {
      case ScalingPolicy.Cpu cpu -> false;
      case ScalingPolicy.Memory memory -> false;
      case ScalingPolicy.Prometheus p -> p.perInstance();
      case ScalingPolicy.Http http -> http.perInstance();
    };
  }

  private static String name(Metric metric) {
    return switch (metric) {
      case ScalingPolicy.Cpu cpu -> "cpu";
      case ScalingPolicy.Memory memory -> "memory";
      case ScalingPolicy.Prometheus p -> "the query '" + p.query() + "'";
      case ScalingPolicy.Http http -> http.url();
    };
  }

  /** Only as far as everything measured lately agrees. */
  private static int stable(
      ScalingPolicy policy, int current, int raw, Memory memory, Instant now, List<String> said) {
    int up = memory.least(now, policy.up().stabilization(), raw);
    int down = memory.most(now, policy.down().stabilization(), raw);
    int stable = up > current ? up : down < current ? down : current;
    if (stable != raw) {
      said.add("asks for " + raw + ", lately for " + stable);
    }
    return stable;
  }

  private static int paced(
      ScalingPolicy policy,
      int current,
      int wished,
      Memory memory,
      Instant now,
      List<String> said) {
    boolean up = wished > current;
    Behavior behavior = up ? policy.up() : policy.down();
    int moved = memory.moved(now, behavior.period(), up);
    int start = up ? current - moved : current + moved;
    long most =
        Math.max(
            behavior.instances(), (long) Math.floor(start * (double) behavior.percent() / 100));
    // A percentage of few instances must not be none at all.
    most = Math.max(1, most);
    long edge = up ? start + most : start - most;
    int paced =
        (int)
            (up
                ? Math.min(wished, Math.max(edge, current))
                : Math.max(wished, Math.min(edge, current)));
    if (paced != wished) {
      said.add("no faster than " + most + " in " + behavior.period().toSeconds() + " s");
    }
    return paced;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static double rounded(double value) {
    return Math.abs(value) < 1e12 ? Math.round(value * 1000) / 1000.0 : value;
  }
}
