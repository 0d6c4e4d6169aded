package io.proffer.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often secrets may be guessed. */
class AttemptsTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HOME = "10.0.0.1";
  private static final String EVIL = "192.0.2.66";

  private final Attempts attempts = new Attempts(Set.of("ada", "bob")::contains);
  private Instant now = BEGIN;

  private boolean right(String principal, String address) {
    return attempts.judge(principal, address, true, now).isZero();
  }

  private Duration wrong(String principal, String address) {
    return attempts.judge(principal, address, false, now);
  }

  private int guesses(String principal, String address, int tries) {
    int looked = 0;
    for (int i = 0; i < tries; i++) {
      looked += wrong(principal, address).isZero() ? 1 : 0;
    }
    return looked;
  }

  @Test
  void afterSomeGuessesOneIsLookedAtOnceInAWhile() {
    assertThat(guesses("ada", EVIL, 1000)).isEqualTo(Attempts.AT_ONCE);
    assertThat(wrong("ada", EVIL)).isEqualTo(Attempts.ONE_EACH);

    now = now.plus(Attempts.ONE_EACH).minusNanos(1);
    assertThat(wrong("ada", EVIL)).isEqualTo(Duration.ofNanos(1));
    now = now.plusNanos(1);
    assertThat(guesses("ada", EVIL, 10)).isEqualTo(1);

    now = now.plus(Duration.ofHours(1));
    assertThat(guesses("ada", EVIL, 1000)).isEqualTo(Attempts.AT_ONCE);
  }

  @Test
  void notEvenTheRightOneIsTakenMeanwhile() {
    guesses("ada", EVIL, 100);

    assertThat(right("ada", EVIL)).isFalse();
  }

  @Test
  void anAddressHasSoManyWhoeverIsNamed() {
    int looked = 0;
    for (int i = 0; i < 100; i++) {
      looked += guesses("user" + i, EVIL, 1);
    }
    assertThat(looked).isEqualTo(Attempts.AT_ONCE);
    assertThat(wrong("ada", EVIL)).isPositive();
  }

  @Test
  void aPrincipalHasSoManyWhereverTheyComeFrom() {
    int looked = 0;
    for (int i = 0; i < 200; i++) {
      looked += guesses("ada", "198.51.100." + i, 1);
    }
    assertThat(looked).isEqualTo(Attempts.AT_ONCE);
  }

  @Test
  void madeUpNamesDoNotMakeTheMasterForgetOfThoseItKnows() {
    for (int i = 0; i < Attempts.AT_ONCE; i++) {
      guesses("ada", "198.51.100." + i, 1);
    }
    for (int i = 0; i < 2 * Attempts.MAX_KEPT; i++) {
      guesses("made-up-" + i, "203.0." + i / 250 + "." + i % 250, 1);
    }
    assertThat(wrong("ada", "198.51.100.99")).isPositive();
  }

  @Test
  void anAttackerLocksNobodyElseOut() {
    assertThat(right("ada", HOME)).isTrue();
    guesses("ada", EVIL, 1000);
    guesses("bob", HOME, 1000);

    assertThat(right("ada", HOME)).as("known there already").isTrue();
    assertThat(right("bob", "10.0.0.2")).as("bob is guessed at, and new there").isFalse();
    assertThat(right("ada", HOME)).isTrue();
  }

  @Test
  void othersLogInFromAddressesOfTheirOwnDuringAnAttack() {
    guesses("ada", EVIL, 1000);

    assertThat(right("bob", "10.0.0.2")).isTrue();
  }

  @Test
  void whoIsKnownAtAnAddressCannotGuessThereWithoutEndEither() {
    assertThat(right("ada", HOME)).isTrue();

    assertThat(guesses("ada", HOME, 1000)).isEqualTo(Attempts.AT_ONCE);
    assertThat(right("ada", HOME)).isFalse();
    now = now.plus(Attempts.ONE_EACH);
    assertThat(right("ada", HOME)).isTrue();
  }

  @Test
  void theRightOneCostsNothing() {
    for (int i = 0; i < 1000; i++) {
      assertThat(right("ada", HOME)).isTrue();
    }
    assertThat(guesses("bob", HOME, 1000)).isEqualTo(Attempts.AT_ONCE);
  }

  @Test
  void ofIpv6TheNetworkCounts() {
    int looked = 0;
    for (int i = 0; i < 100; i++) {
      looked += guesses("user" + i, "2001:db8:1:2:0:0:0:" + Integer.toHexString(i), 1);
    }
    assertThat(looked).isEqualTo(Attempts.AT_ONCE);
    assertThat(wrong("user", "2001:db8:1:3:0:0:0:1")).isZero();
  }

  @Test
  void aClockThatWasSetBackLocksNobodyOutForLonger() {
    guesses("ada", EVIL, 1000);
    now = now.minus(Duration.ofDays(1));

    assertThat(wrong("ada", EVIL)).isLessThanOrEqualTo(Attempts.ONE_EACH);
    now = now.plus(Attempts.ONE_EACH.multipliedBy(2));
    assertThat(wrong("ada", EVIL)).isZero();
  }
}
