package io.proffer.frameworks.common.secret;

import org.apache.mesos.v1.Protos.Secret;

/** Secrets as they are named in messages; who launches puts the values in their places. */
public final class SecretMessage {

  private SecretMessage() {}

  /** The secret that is kept there. */
  public static Secret of(String source) {
    return Secret.newBuilder()
        .setType(Secret.Type.REFERENCE)
        .setReference(Secret.Reference.newBuilder().setName(source))
        .build();
  }
}
