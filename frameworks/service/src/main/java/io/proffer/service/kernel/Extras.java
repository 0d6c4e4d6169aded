package io.proffer.service.kernel;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an instance besides what Marathon knows.
 *
 * @param index its number among the app's instances; empty where they have none
 * @param agentUrl where its agent is reached, {@code http://host:5051}; empty when it did not say
 * @param killAt when it is to be killed at last, after those who use it had time to look elsewhere
 */
public record Extras(Optional<Integer> index, Optional<String> agentUrl, Optional<Instant> killAt) {

  public static final Extras NONE =
      new Extras(Optional.empty(), Optional.empty(), Optional.empty());

  Extras killedAt(Optional<Instant> at) {
    return new Extras(index, agentUrl, at);
  }
}
