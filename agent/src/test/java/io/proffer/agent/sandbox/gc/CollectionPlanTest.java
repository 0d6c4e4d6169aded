package io.proffer.agent.sandbox.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.agent.sandbox.gc.CollectionPlan.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectionPlanTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Path A = Path.of("/a");
  private static final Path B = Path.of("/b");

  private static Sandbox marked(Path path, Duration ago) {
    return new Sandbox(path, NOW.minus(ago));
  }

  @Test
  void whatIsInUseIsNeverRemoved() {
    CollectionPlan plan =
        CollectionPlan.of(
            NOW, List.of(marked(A, DAY.multipliedBy(400))), Set.of(), Set.of(A), Duration.ZERO);

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.endedNow()).isEmpty();
    assertThat(plan.waiting()).isZero();
  }

  @Test
  void whatHasEndedIsKeptFromThenOnHoweverLongItRan() {
    CollectionPlan plan =
        CollectionPlan.of(NOW, List.of(marked(A, DAY.multipliedBy(400))), Set.of(A), Set.of(), DAY);

    assertThat(plan.endedNow()).containsExactly(A);
    assertThat(plan.remove()).isEmpty();
    assertThat(plan.nextDue()).contains(NOW.plus(DAY));
  }

  @Test
  void theOldestGoFirst() {
    CollectionPlan plan =
        CollectionPlan.of(
            NOW,
            List.of(
                marked(A, DAY),
                marked(B, DAY.multipliedBy(2)),
                marked(Path.of("/c"), Duration.ZERO)),
            Set.of(),
            Set.of(),
            DAY);

    assertThat(plan.remove()).containsExactly(B, A);
    assertThat(plan.waiting()).isEqualTo(1);
  }

  @Test
  void onAFullDiskWhatHasEndedGoesAtOnce() {
    CollectionPlan plan =
        CollectionPlan.of(NOW, List.of(marked(A, DAY)), Set.of(A), Set.of(), Duration.ZERO);

    assertThat(plan.remove()).containsExactly(A);
  }

  @Test
  void theFullerTheDiskTheShorterTheyAreKept() {
    CollectionSettings settings =
        new CollectionSettings(Duration.ofDays(10), 0.1, Duration.ofMinutes(1));

    assertThat(settings.maxAge(0)).isEqualTo(Duration.ofDays(9));
    assertThat(settings.maxAge(0.4)).isEqualTo(Duration.ofDays(5));
    assertThat(settings.maxAge(0.95)).isZero();
  }

  @Test
  void senselessSettingsAreRefusedByName() {
    assertThatThrownBy(() -> new CollectionSettings(DAY, 1.5, DAY))
        .hasMessageContaining("gc-disk-headroom")
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> new CollectionSettings(DAY, 0.1, Duration.ZERO))
        .hasMessageContaining("disk-watch-interval");
  }
}
