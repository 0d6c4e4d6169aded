package io.proffer.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualTickerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTicker ticker = new ManualTicker(START);

  @Test
  void standsStillUntilMoved() {
    assertThat(ticker.now()).isEqualTo(START).isEqualTo(ticker.now());
  }

  @Test
  void advancesBySpansAndToMoments() {
    assertThat(ticker.advance(Duration.ofMinutes(10))).isEqualTo(START.plusSeconds(600));
    ticker.advanceTo(START.plusSeconds(601));
    assertThat(ticker.now()).isEqualTo(START.plusSeconds(601));
  }

  @Test
  void neverGoesBack() {
    ticker.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> ticker.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ticker.advanceTo(START)).isInstanceOf(IllegalArgumentException.class);
    assertThat(ticker.now()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void theSystemsClockMovesByItself() {
    assertThat(Ticker.system().now()).isAfter(START);
  }
}
