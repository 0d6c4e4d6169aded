package io.proffer.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencySamplesTest {

  @Test
  void quantilesAreThoseOfTheSamples() {
    LatencySamples samples = new LatencySamples();
    for (int ms = 100; ms >= 1; ms--) {
      samples.add(ms * 1_000_000L);
    }

    assertThat(samples.quantilesMs(0.5, 0.95, 0.99, 1)).containsExactly(50, 95, 99, 100);
  }

  @Test
  void noSampleIsZero() {
    assertThat(new LatencySamples().quantilesMs(0.5, 1)).containsExactly(0, 0);
  }
}
