package io.proffer.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SampleRingsTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final SampleRings<String> rings = new SampleRings<>(2, 4, 1);

  private void sampled(String name, int second) {
    Instant at = START.plusSeconds(second);
    rings.add(name, at, at.minusSeconds(30), second);
  }

  @Test
  void whatHasBeenGoneForLongestMakesRoomForWhatIsNew() {
    sampled("old", 0);
    sampled("older", 5);
    sampled("old", 10);
    sampled("new", 45);

    assertThat(rings.get("older")).isEmpty();
    assertThat(rings.get("old")).isPresent();
    assertThat(rings.get("new")).isPresent();
  }

  @Test
  void whatIsStillThereMakesNoRoom() {
    sampled("a", 0);
    sampled("b", 0);
    sampled("c", 15);

    assertThat(rings.size()).isEqualTo(2);
    assertThat(rings.get("c")).isEmpty();
  }

  @Test
  void whatIsTooOldIsForgotten() {
    sampled("gone", 0);
    sampled("there", 60);
    rings.forget(START.plusSeconds(61), Duration.ofSeconds(60));

    assertThat(rings.get("gone")).isEmpty();
    assertThat(rings.get("there")).isPresent();
  }
}
