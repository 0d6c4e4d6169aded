package io.proffer.service;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the framework does beyond Marathon.
 *
 * @param privateTargets whether machines that only this network can reach may be called: by
 *     webhooks, and for metrics
 * @param secretKeys what secrets are kept with; empty: none are kept
 * @param makeKeys whether a key is made where there is no file
 */
public record BeyondOptions(boolean privateTargets, Optional<Path> secretKeys, boolean makeKeys) {

  /** For one's own machine. */
  public static BeyondOptions local(Path keys) {
    return new BeyondOptions(true, Optional.of(keys), true);
  }
}
