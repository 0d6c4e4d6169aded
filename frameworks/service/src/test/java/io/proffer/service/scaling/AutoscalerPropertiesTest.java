package io.proffer.service.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.model.ScalingPolicy;
import io.proffer.service.model.ScalingPolicy.Behavior;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever is measured: within limits, not too fast, and never fewer for what is not known. */
class AutoscalerPropertiesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static ScalingPolicy policy(int min, int max, Behavior up, Behavior down) {
    return new ScalingPolicy(
        min, max, List.of(new ScalingPolicy.Cpu(0.5)), 0.1, up, down, List.of());
  }

  private static Behavior free() {
    return new Behavior(Duration.ZERO, 1_000_000, 0, MINUTE);
  }

  private static Autoscaler.Verdict decide(
      ScalingPolicy policy, int current, double reading, Memory memory, Instant now) {
    return Autoscaler.decide(policy, current, List.of(Optional.of(reading)), memory, now);
  }

  @Property(tries = 300)
  void isTheFormulaWithinLimitsAndTolerance(
      @ForAll @IntRange(min = 1, max = 100) int current,
      @ForAll @DoubleRange(min = 0, max = 3) double reading) {
    ScalingPolicy policy = policy(1, 200, free(), free());
    double ratio = reading / 0.5;
    int formula = (int) Math.ceil(current * ratio - 1e-9);
    int expected = Math.abs(ratio - 1) <= 0.1 ? current : Math.clamp(formula, 1, 200);

    assertThat(decide(policy, current, reading, Memory.NONE, NOW).instances()).isEqualTo(expected);
  }

  @Property(tries = 200)
  void keepsLimitsAndRatesWhateverIsMeasured(
      @ForAll @IntRange(min = 1, max = 10) int min,
      @ForAll @IntRange(min = 0, max = 50) int more,
      @ForAll @IntRange(min = 1, max = 5) int upBy,
      @ForAll @IntRange(min = 1, max = 5) int downBy,
      @ForAll long seed) {
    ScalingPolicy policy =
        policy(
            min,
            min + more,
            new Behavior(Duration.ZERO, upBy, 0, MINUTE),
            new Behavior(Duration.ofMinutes(2), downBy, 0, MINUTE));
    Random chance = new Random(seed);
    int current = min;
    Memory memory = Memory.NONE;
    int[] history = new int[60];
    for (int i = 0; i < history.length; i++) {
      Autoscaler.Verdict verdict =
          decide(policy, current, chance.nextDouble() * 2, memory, NOW.plusSeconds(15L * i));
      current = verdict.instances();
      memory = verdict.memory();
      history[i] = current;
      assertThat(current).isBetween(min, min + more);
    }
    int up = 0;
    int down = 0;
    for (int i = 1; i < history.length; i++) {
      up = Math.max(0, history[i] - history[i - 1]);
      down = Math.max(0, history[i - 1] - history[i]);
      for (int before = i - 1; before > Math.max(0, i - 4); before--) {
        up += Math.max(0, history[before] - history[before - 1]);
        down += Math.max(0, history[before - 1] - history[before]);
      }
      assertThat(up).as("more within a minute").isLessThanOrEqualTo(upBy);
      assertThat(down).as("fewer within a minute").isLessThanOrEqualTo(downBy);
    }
  }

  @Property(tries = 200)
  void hasNoFewerForWhatIsNotKnown(
      @ForAll @IntRange(min = 1, max = 50) int current,
      @ForAll @DoubleRange(min = 0, max = 2) double other) {
    ScalingPolicy two =
        new ScalingPolicy(
            1,
            100,
            List.of(new ScalingPolicy.Cpu(0.5), new ScalingPolicy.Memory(0.5)),
            0.1,
            free(),
            free(),
            List.of());

    int decided =
        Autoscaler.decide(
                two, current, List.of(Optional.empty(), Optional.of(other)), Memory.NONE, NOW)
            .instances();

    assertThat(decided).isGreaterThanOrEqualTo(current);
  }

  @Example
  void goesDownOnlyWhenAllOfTheWindowAgrees() {
    ScalingPolicy policy =
        policy(1, 100, free(), new Behavior(Duration.ofMinutes(5), 100, 0, MINUTE));
    Memory memory = decide(policy, 10, 0.4, Memory.NONE, NOW).memory();
    Autoscaler.Verdict soon = decide(policy, 10, 0.1, memory, NOW.plusSeconds(60));
    assertThat(soon.instances()).isEqualTo(8);

    Autoscaler.Verdict late =
        decide(policy, 10, 0.1, soon.memory(), NOW.plus(Duration.ofMinutes(6)));

    assertThat(late.instances()).isEqualTo(2);
  }

  @Example
  void isNotMisledByNonsense() {
    ScalingPolicy policy = policy(1, 100, free(), free());

    assertThat(decide(policy, 5, Double.NaN, Memory.NONE, NOW).instances()).isEqualTo(5);
    assertThat(decide(policy, 5, Double.POSITIVE_INFINITY, Memory.NONE, NOW).instances())
        .isEqualTo(5);
    assertThat(decide(policy, 5, -1, Memory.NONE, NOW).instances()).isEqualTo(5);
    assertThat(decide(policy, 5, 1e300, Memory.NONE, NOW).instances()).isEqualTo(100);
    assertThat(decide(policy, 0, 5, Memory.NONE, NOW).instances()).isZero();
  }

  @Example
  void sharesATotalAmongTheInstances() {
    ScalingPolicy queue =
        new ScalingPolicy(
            1,
            100,
            List.of(new ScalingPolicy.Http("http://q/", Optional.empty(), true, 10)),
            0.1,
            free(),
            free(),
            List.of());

    assertThat(decide(queue, 3, 95, Memory.NONE, NOW).instances()).isEqualTo(10);
  }

  @Example
  void hasOtherLimitsInWindowsAlsoOverMidnight() {
    ScalingPolicy policy =
        new ScalingPolicy(
            1,
            4,
            List.of(),
            0.1,
            free(),
            free(),
            List.of(
                new ScalingPolicy.Window(
                    EnumSet.of(DayOfWeek.SATURDAY),
                    LocalTime.of(22, 0),
                    LocalTime.of(6, 0),
                    ZoneId.of("Europe/Berlin"),
                    8,
                    20),
                new ScalingPolicy.Window(
                    Set.of(DayOfWeek.SATURDAY),
                    LocalTime.of(12, 30),
                    LocalTime.of(13, 30),
                    ZoneId.of("Europe/Berlin"),
                    6,
                    6)));

    assertThat(Autoscaler.limits(policy, NOW)).isEqualTo(new Autoscaler.Limits(6, 6));
    assertThat(Autoscaler.limits(policy, Instant.parse("2026-11-22T04:59:00Z")).min()).isEqualTo(8);
    assertThat(Autoscaler.limits(policy, Instant.parse("2026-11-22T05:00:00Z")).min()).isEqualTo(1);
    assertThat(Autoscaler.limits(policy, Instant.parse("2026-11-21T04:59:00Z")).min()).isEqualTo(1);
    assertThat(Autoscaler.decide(policy, 2, List.of(), Memory.NONE, NOW).instances()).isEqualTo(6);
  }
}
