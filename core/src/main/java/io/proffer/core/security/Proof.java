package io.proffer.core.security;

import java.time.Duration;

/** What came of it that somebody wanted to prove who he is. */
public sealed interface Proof {

  /** He is who he says; until when is in the claims. */
  record Of(Tokens.Claims claims) implements Proof {}

  /** He is not, or nothing is known of him. */
  record Failed() implements Proof {}

  /**
   * Too many have been wrong, so that it was not even looked at.
   *
   * @param span after which it will be
   */
  record TooOften(Duration span) implements Proof {

    /** Whole seconds, at least one: as in {@code Retry-After}. */
    public long seconds() {
      return span.plusNanos(999_999_999).toSeconds();
    }

    /** For people. */
    public String message() {
      return "Too many wrong passwords came for this user, or from this address: try again in "
          + seconds()
          + (seconds() == 1 ? " second" : " seconds");
    }
  }
}
