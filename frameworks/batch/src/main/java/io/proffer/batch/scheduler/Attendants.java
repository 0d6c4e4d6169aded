package io.proffer.batch.scheduler;

import io.proffer.frameworks.common.secret.SecretStore;

/**
 * What works beside the kernel.
 *
 * @param secrets knows the values that tasks are launched with
 */
public record Attendants(SecretStore secrets) {

  /** Ones that know nothing. */
  public static final Attendants NONE = new Attendants(SecretStore.NONE);
}
