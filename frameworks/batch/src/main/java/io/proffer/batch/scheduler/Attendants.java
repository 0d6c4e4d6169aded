package io.proffer.batch.scheduler;

import io.proffer.frameworks.common.secret.SecretStore;

/**
 * What works beside the kernel.
 *
 * @param secrets knows the values that tasks are launched with
 * @param outputs knows what tasks have left for others
 * @param postman tells those outside what happens
 */
public record Attendants(SecretStore secrets, OutputSource outputs, Postman postman) {

  /** Ones that know nothing. */
  public static final Attendants NONE =
      new Attendants(SecretStore.NONE, OutputSource.NONE, Postman.NONE);
}
