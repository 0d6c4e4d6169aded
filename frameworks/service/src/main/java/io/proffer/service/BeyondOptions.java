package io.proffer.service;

import io.proffer.frameworks.common.secret.KeySource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the framework does beyond Marathon.
 *
 * @param privateTargets whether machines that only this network can reach may be called: by
 *     webhooks, and for metrics
 * @param secretKeys what secrets are kept with; empty: none are kept
 */
public record BeyondOptions(boolean privateTargets, Optional<KeySource> secretKeys) {

  /** For one's own machine; a key is made where there is no file. */
  public static BeyondOptions local(Path keys) {
    return new BeyondOptions(true, Optional.of(KeySource.madeFile(keys)));
  }
}
