package io.proffer.sdk.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline timeline = new Timeline();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsInOrderOfTimeThenOfScheduling() {
    timeline.after(Duration.ofSeconds(2), () -> ran.add("late"));
    timeline.after(Duration.ofSeconds(1), () -> ran.add("early, first"));
    timeline.after(Duration.ofSeconds(1), () -> ran.add("early, second"));

    timeline.runUntil(Timeline.START.plusSeconds(5));

    assertThat(ran).containsExactly("early, first", "early, second", "late");
    assertThat(timeline.now()).isEqualTo(Timeline.START.plusSeconds(5));
    assertThat(timeline.steps()).isEqualTo(3);
  }

  @Test
  void anActionSeesTheInstantItWasDue() {
    timeline.after(Duration.ofMinutes(10), () -> ran.add(timeline.now().toString()));

    assertThat(timeline.step()).isTrue();

    assertThat(ran).containsExactly(Timeline.START.plus(Duration.ofMinutes(10)).toString());
  }

  @Test
  void anActionScheduledAtOnceRunsAfterWhatIsAlreadyDue() {
    timeline.after(
        Duration.ZERO,
        () -> {
          ran.add("a");
          timeline.after(Duration.ofSeconds(-1), () -> ran.add("child of a"));
        });
    timeline.after(Duration.ZERO, () -> ran.add("b"));

    timeline.runUntil(timeline.now());

    assertThat(ran).containsExactly("a", "b", "child of a");
  }

  @Test
  void aCancelledActionDoesNotRun() {
    Timeline.Scheduled cancelled = timeline.after(Duration.ofSeconds(1), () -> ran.add("no"));
    Timeline.Scheduled kept = timeline.after(Duration.ofSeconds(2), () -> ran.add("yes"));
    cancelled.cancel();

    assertThat(timeline.nextAt()).contains(Timeline.START.plusSeconds(2));
    assertThat(timeline.step()).isTrue();
    assertThat(timeline.step()).isFalse();
    assertThat(ran).containsExactly("yes");
    assertThat(cancelled.pending()).isFalse();
    assertThat(kept.pending()).isFalse();
  }
}
