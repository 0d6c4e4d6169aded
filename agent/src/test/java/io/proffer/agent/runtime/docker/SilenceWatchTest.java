package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine that lost its place in what it tells is noticed; one with nothing to tell is left. */
class SilenceWatchTest {

  private static final Instant TOLD = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration WAIT = Duration.ofMillis(1);

  private final CompletableFuture<Void> cut = new CompletableFuture<>();
  private Optional<SilenceWatch> watch = Optional.empty();

  @AfterEach
  void close() {
    watch.ifPresent(SilenceWatch::close);
  }

  private SilenceWatch given(Supplier<Instant> told, SilenceWatch.LastLine last) {
    SilenceWatch started = SilenceWatch.start("c", told, last, () -> cut.complete(null), WAIT);
    watch = Optional.of(started);
    return started;
  }

  @Test
  void anEngineThatKnowsOfMoreThanItTellsIsCut() throws Exception {
    SilenceWatch it = given(() -> TOLD, () -> Optional.of(TOLD.plusNanos(1)));

    cut.get(10, TimeUnit.SECONDS);

    assertThat(it.hasCut()).isTrue();
  }

  @Test
  void oneThatHasToldAllIsLeftAlone() throws Exception {
    CountDownLatch asked = new CountDownLatch(4);
    SilenceWatch it =
        given(
            () -> TOLD,
            () -> {
              asked.countDown();
              return Optional.of(TOLD);
            });

    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(it.hasCut()).isFalse();
  }

  @Test
  void oneThatIsOnlyBehindIsLeftAlone() throws Exception {
    AtomicInteger lines = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(4);
    SilenceWatch it =
        given(
            // Every other look finds more told, and between them it is behind.
            () -> TOLD.plusSeconds(lines.incrementAndGet() / 2),
            () -> {
              asked.countDown();
              return Optional.of(TOLD.plusSeconds(1000));
            });

    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(it.hasCut()).isFalse();
  }

  @Test
  void whereTheEngineDoesNotAnswerNothingIsCut() throws Exception {
    CountDownLatch asked = new CountDownLatch(4);
    SilenceWatch it =
        given(
            () -> TOLD,
            () -> {
              asked.countDown();
              throw new IOException("no engine");
            });

    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(it.hasCut()).isFalse();
  }
}
