package io.proffer.agent;

import io.proffer.core.security.Credentials;
import java.util.Optional;

/**
 * Whether an agent wants to know who asks. Whom the master sends it knows in any case; executors
 * have tokens, see {@link ExecutorOptions}.
 *
 * @param credentials of those who may ask without the master; empty: nobody may
 * @param readOnly whether who only looks must prove who he is
 * @param readWrite whether who changes something must, and who uses {@code /api/v1}
 */
public record AgentAuthentication(
    Optional<Credentials> credentials, boolean readOnly, boolean readWrite) {

  /** Nobody is asked. */
  public static AgentAuthentication none() {
    return new AgentAuthentication(Optional.empty(), false, false);
  }
}
