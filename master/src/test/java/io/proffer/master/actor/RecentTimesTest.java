package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTimesTest {

  private final RecentTimes times = new RecentTimes();

  @Test
  void nothingIsSaidOfNothing() {
    assertThat(times.sample().count()).isZero();
    assertThat(times.sample().latestMs()).isZero();
    assertThat(times.sample().quantileMs(0.99)).isZero();
  }

  @Test
  void quantilesLieBetweenTheTimes() {
    for (int ms : new int[] {3, 1, 2}) {
      times.add(ms * 1_000_000L);
    }
    RecentTimes.Sample sample = times.sample();
    assertThat(sample.latestMs()).isEqualTo(2);
    assertThat(sample.quantileMs(0)).isEqualTo(1);
    assertThat(sample.quantileMs(0.5)).isEqualTo(2);
    assertThat(sample.quantileMs(0.75)).isEqualTo(2.5);
    assertThat(sample.quantileMs(1)).isEqualTo(3);
  }

  @Test
  void onlyTheLastThousandCount() {
    for (int ms = 1; ms <= 1500; ms++) {
      times.add(ms * 1_000_000L);
    }
    RecentTimes.Sample sample = times.sample();
    assertThat(times.inAll()).isEqualTo(1500);
    assertThat(sample.count()).isEqualTo(1000);
    assertThat(sample.quantileMs(0)).isEqualTo(501);
    assertThat(sample.latestMs()).isEqualTo(1500);
  }
}
