package io.proffer.core.security;

import java.time.Duration;
import java.time.Instant;

/**
 * Compares secrets that are shown with those that are known, and says what came of it no more often
 * than {@link Attempts} allows. Safe for use by several threads.
 */
public final class Secrets {

  private final Credentials known;
  private final Attempts attempts;

  public Secrets(Credentials known) {
    this.known = known;
    this.attempts = new Attempts(known::knows);
  }

  /** Whether there is a principal of that name. */
  public boolean knows(String principal) {
    return known.knows(principal);
  }

  /**
   * Whether a credential is one of those that are known.
   *
   * @param address whence it comes
   */
  public Proof prove(Credential shown, String address, Instant now) {
    boolean right = known.accept(shown); // looked at in any case, so that it takes the same time
    Duration wait = attempts.judge(shown.principal(), address, right, now);
    if (!wait.isZero()) {
      return new Proof.TooOften(wait);
    }
    return right
        ? new Proof.Of(new Tokens.Claims(shown.principal(), Instant.MAX))
        : new Proof.Failed();
  }

  @Override
  public String toString() {
    return "Secrets of " + known;
  }
}
