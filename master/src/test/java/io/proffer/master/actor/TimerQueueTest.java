package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.master.kernel.TimerKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

  private static final TimerKey PING = new TimerKey.AgentPing(new AgentId("S0"));
  private static final TimerKey OFFER = new TimerKey.OfferTimeout();

  private final TimerQueue timers = new TimerQueue();

  @Test
  void timersAreDueInTheOrderOfTheirDeadlines() {
    timers.start(OFFER, 20);
    timers.start(PING, 10);

    assertThat(timers.next()).hasValue(10);
    assertThat(timers.takeDue(9)).isEmpty();
    assertThat(timers.takeDue(20)).containsExactly(PING, OFFER);
    assertThat(timers.next()).isEmpty();
  }

  @Test
  void timersOfOneDeadlineAreDueInTheOrderTheyWereStarted() {
    timers.start(OFFER, 10);
    timers.start(PING, 10);

    assertThat(timers.takeDue(10)).containsExactly(OFFER, PING);
  }

  @Test
  void startingARunningTimerReplacesIt() {
    timers.start(PING, 10);
    timers.start(PING, 30);

    assertThat(timers.takeDue(29)).isEmpty();
    assertThat(timers.takeDue(30)).containsExactly(PING);
    assertThat(timers.size()).isZero();
  }

  @Test
  void aCancelledTimerIsNeverDue() {
    timers.start(PING, 10);
    timers.cancel(PING);
    timers.cancel(OFFER);

    assertThat(timers.takeDue(1000)).isEmpty();
    assertThat(timers.next()).isEmpty();
  }

  @Test
  void deadlinesMayPassTheOverflowOfTheClock() {
    timers.start(OFFER, Long.MIN_VALUE + 5);
    timers.start(PING, Long.MAX_VALUE - 5);

    assertThat(timers.takeDue(Long.MAX_VALUE)).containsExactly(PING);
    assertThat(timers.takeDue(Long.MIN_VALUE + 5)).containsExactly(OFFER);
  }

  /** Every start or cancel counts for its key as if there were no others. */
  @Property
  void holdsForEachKeyWhatWasSaidLast(
      @ForAll @Size(max = 60) List<@IntRange(min = -3, max = 40) Integer> deadlines) {
    TimerQueue queue = new TimerQueue();
    Map<TimerKey, Integer> expected = new HashMap<>();
    for (int i = 0; i < deadlines.size(); i++) {
      TimerKey key = new TimerKey.AgentPing(new AgentId("S" + i % 7));
      if (deadlines.get(i) < 0) {
        queue.cancel(key);
        expected.remove(key);
      } else {
        queue.start(key, deadlines.get(i));
        expected.put(key, deadlines.get(i));
      }
    }
    List<TimerKey> due = new ArrayList<>();
    for (int now = 0; now <= 40; now++) {
      for (TimerKey key : queue.takeDue(now)) {
        assertThat(expected.get(key)).isEqualTo(now);
        due.add(key);
      }
    }
    assertThat(due).containsExactlyInAnyOrderElementsOf(expected.keySet());
  }
}
