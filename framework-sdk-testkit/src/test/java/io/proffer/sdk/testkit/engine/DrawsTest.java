package io.proffer.sdk.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DrawsTest {

  @Property
  void aSeedAlwaysDrawsTheSame(@ForAll long seed) {
    Draws one = Draws.of(seed);
    Draws two = Draws.of(seed);
    assertThat(one.bits()).isEqualTo(two.bits());
    assertThat(one.uuid()).isEqualTo(two.uuid());
    assertThat(one.between(Duration.ZERO, Duration.ofHours(1)))
        .isEqualTo(two.between(Duration.ZERO, Duration.ofHours(1)));
  }

  @Property
  void drawsStayInTheirBounds(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
    Draws draws = Draws.of(seed);
    assertThat(draws.below(bound)).isBetween(0, bound - 1);
    assertThat(draws.fraction()).isGreaterThanOrEqualTo(0).isLessThan(1);
    assertThat(draws.between(Duration.ofMillis(5), Duration.ofMillis(7)))
        .isBetween(Duration.ofMillis(5), Duration.ofMillis(7));
    assertThat(draws.uuid().version()).isEqualTo(4);
  }

  @Property
  void aForkDoesNotDependOnWhatWasDrawnBefore(@ForAll long seed) {
    Draws drawn = Draws.of(seed);
    drawn.bits();
    assertThat(drawn.fork("network").bits()).isEqualTo(Draws.of(seed).fork("network").bits());
    assertThat(drawn.fork("network").bits()).isNotEqualTo(drawn.fork("faults").bits());
  }

  /** Seeds printed by an older build must mean the same in a newer one. */
  @Test
  void seedsKeepTheirMeaning() {
    assertThat(Draws.of(1).below(1000)).isEqualTo(158);
  }
}
