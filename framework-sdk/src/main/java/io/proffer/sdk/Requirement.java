package io.proffer.sdk;

import java.time.Instant;
import java.util.Optional;

/**
 * What a task demands of the agent it runs on, besides resources. Says no with a reason:
 *
 * {@snippet class="io.proffer.sdk.snippets.MatchingSnippets" region="requirement"}
 */
@FunctionalInterface
public interface Requirement {

  /**
   * Why the task must not run on this offer, in words that a person can act on; empty if it may.
   * Must be quick, change nothing, and depend on nothing that changes within a callback.
   */
  Optional<String> problem(OfferView offer);

  /** The agent has this attribute with this value, written as in {@code rack:r1} or {@code n:3}. */
  static Requirement attribute(String name, String value) {
    return offer -> {
      Optional<String> has = offer.attribute(name);
      return has.equals(Optional.of(value))
          ? Optional.empty()
          : Optional.of(
              "needs attribute " + name + ":" + value + ", has " + has.orElse("no " + name));
    };
  }

  /** No maintenance of the agent is planned that begins before then. */
  static Requirement availableUntil(Instant until) {
    return offer ->
        offer
            .unavailability()
            .filter(away -> away.start().isBefore(until))
            .map(
                away ->
                    "needs the agent until " + until + ", its maintenance begins " + away.start());
  }

  /** The agent's host name is this one. */
  static Requirement hostname(String name) {
    return offer ->
        offer.hostname().equals(name)
            ? Optional.empty()
            : Optional.of("needs host " + name + ", is " + offer.hostname());
  }
}
