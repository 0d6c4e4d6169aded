package io.proffer.frameworks.common.http;

import io.proffer.core.security.Credentials;
import java.util.Optional;

/**
 * Whether a framework wants to know who asks at its port. Whom the master sends it knows in any
 * case.
 *
 * @param credentials of those who may ask without the master; empty: nobody may
 * @param readOnly whether who only looks must prove who he is
 * @param readWrite whether who changes something must
 */
public record PortAuthentication(
    Optional<Credentials> credentials, boolean readOnly, boolean readWrite) {

  /** Nobody is asked. */
  public static PortAuthentication none() {
    return new PortAuthentication(Optional.empty(), false, false);
  }
}
