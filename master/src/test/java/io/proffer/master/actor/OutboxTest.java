package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final int LIMIT = 10;

  private final List<Outbox.Loss> losses = new ArrayList<>();
  private final Outbox<String> outbox = new Outbox<>(LIMIT, String::length, losses::add);
  private int wakeUps;

  @Test
  void messagesAreReadInTheOrderTheyWereOffered() {
    outbox.offer("a");
    outbox.offer("b");

    assertThat(outbox.next()).isEqualTo("a");
    assertThat(outbox.next()).isEqualTo("b");
    assertThat(outbox.next()).isNull();
  }

  @Test
  void aReaderIsWokenOnlyAfterItFoundNothing() {
    outbox.open(() -> wakeUps++);
    outbox.offer("a");
    assertThat(wakeUps).isZero();

    outbox.next();
    outbox.next();
    outbox.offer("b");
    outbox.offer("c");
    assertThat(wakeUps).isEqualTo(1);
  }

  @Test
  void aClientThatDoesNotReadIsLostOnce() {
    outbox.offer("12345");
    outbox.offer("67890");
    assertThat(losses).isEmpty();

    outbox.offer("!");
    outbox.offer("!");

    assertThat(losses).containsExactly(Outbox.Loss.SLOW);
    assertThat(outbox.next()).isNull();
    assertThat(outbox.lossReason().orElseThrow()).contains("does not read");
    assertThat(outbox.waitingBytes()).isZero();
  }

  @Test
  void whatHasBeenReadMakesRoom() {
    outbox.offer("12345");
    outbox.offer("67890");
    outbox.next();
    outbox.offer("abcde");

    assertThat(losses).isEmpty();
    assertThat(outbox.next()).isEqualTo("67890");
  }

  @Test
  void aMessageOverTheLimitIsTakenWhenNothingElseWaits() {
    outbox.offer("much longer than the limit");

    assertThat(losses).isEmpty();
    assertThat(outbox.next()).isEqualTo("much longer than the limit");
  }

  @Test
  void whatWaitsAtTheEndIsStillRead() {
    outbox.offer("a");
    outbox.end();
    outbox.offer("too late");

    assertThat(outbox.over()).isFalse();
    assertThat(outbox.next()).isEqualTo("a");
    assertThat(outbox.over()).isTrue();
    assertThat(losses).isEmpty();
  }

  @Test
  void aClientThatGoesAfterTheEndIsNoLoss() {
    outbox.offer("a");
    outbox.end();
    outbox.gone();

    assertThat(losses).isEmpty();
    assertThat(outbox.over()).isTrue();
  }

  @Test
  void aClientThatGoesIsLostAndToldNothing() {
    outbox.offer("a");
    outbox.gone();

    assertThat(losses).containsExactly(Outbox.Loss.GONE);
    assertThat(outbox.lossReason()).isEmpty();
    assertThat(outbox.over()).isTrue();
  }
}
