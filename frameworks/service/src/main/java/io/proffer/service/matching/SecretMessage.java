package io.proffer.service.matching;

import org.apache.mesos.v1.Protos.Secret;

/** Secrets as they are named in messages; who launches puts the values in their places. */
final class SecretMessage {

  private SecretMessage() {}

  static Secret of(String source) {
    return Secret.newBuilder()
        .setType(Secret.Type.REFERENCE)
        .setReference(Secret.Reference.newBuilder().setName(source))
        .build();
  }
}
