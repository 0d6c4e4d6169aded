package io.proffer.service.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens before an instance that runs is killed.
 *
 * @param drain how long those who use it have to look elsewhere; it is told to be killed already
 * @param hook what it is asked to do first
 */
public record StopPolicy(Duration drain, Optional<Hook> hook) {

  /**
   * A POST to the instance.
   *
   * @param portIndex of the app's ports
   * @param timeout after which the answer is not waited for
   */
  public record Hook(String path, int portIndex, Duration timeout) {}

  /** How long it takes at most. */
  public Duration longest() {
    Duration hooked = hook.map(Hook::timeout).orElse(Duration.ZERO);
    return hooked.compareTo(drain) > 0 ? hooked : drain;
  }
}
