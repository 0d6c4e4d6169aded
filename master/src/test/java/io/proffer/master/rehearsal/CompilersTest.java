package io.proffer.master.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompilersTest {

  private long passedMs;
  private long busyUntilMs;

  @Test
  void aRestBeginsWhenNothingWasCompiledForAWhile() throws Exception {
    busyUntilMs = 2_000;

    compilers().awaitRest(Duration.ofSeconds(5));

    assertThat(passedMs).isBetween(2_300L, 2_500L);
  }

  @Test
  void nobodyWaitsLongerForItThanHeWants() throws Exception {
    busyUntilMs = Long.MAX_VALUE;

    compilers().awaitRest(Duration.ofSeconds(5));

    assertThat(passedMs).isEqualTo(5_000);
  }

  @Test
  void noTimeAtAllIsNotWaited() throws Exception {
    busyUntilMs = Long.MAX_VALUE;

    compilers().awaitRest(Duration.ZERO);

    assertThat(passedMs).isZero();
  }

  @Test
  void thisRuntimeTellsThatItCompiles() {
    assertThat(Compilers.here().workedMs()).isPositive();
  }

  private Compilers compilers() {
    return new Compilers(
        () -> Math.min(passedMs, busyUntilMs), pause -> passedMs += pause.toMillis());
  }
}
