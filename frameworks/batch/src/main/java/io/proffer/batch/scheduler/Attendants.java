package io.proffer.batch.scheduler;

import io.proffer.frameworks.common.secret.SecretStore;

/**
 * What works beside the kernel.
 *
 * @param secrets knows the values that tasks are launched with
 * @param outputs knows what tasks have left for others
 */
public record Attendants(SecretStore secrets, OutputSource outputs) {

  /** Ones that know nothing. */
  public static final Attendants NONE = new Attendants(SecretStore.NONE, OutputSource.NONE);
}
