package io.proffer.service.model;

import java.time.Instant;

/**
 * A secret as it is stored: nobody can read it without the key.
 *
 * @param version counts its changes, from 1
 * @param key names the key it was sealed with
 * @param sealed Base64
 */
public record SealedSecret(
    String name, long version, Instant changedAt, String key, String sealed) {

  /** How many there may be. */
  public static final int MAX = 1000;
}
