package io.proffer.cli.command;

import io.proffer.agent.AgentAuthentication;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an agent wants to know who asks, and whom it knows itself. */
final class AgentAuthenticationFlags {

  @Mixin private final HttpCredentialsOption credentials = new HttpCredentialsOption();

  @Option(
      names = "--authenticate-http-readonly",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = {
        "Whether who only looks must prove who he is, or come through the master.",
        "Default: true with --http-credentials"
      })
  private Optional<Boolean> readOnly = Optional.empty();

  @Option(
      names = "--authenticate-http-readwrite",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = {
        "Whether who runs or changes something must. Default: true with --http-credentials"
      })
  private Optional<Boolean> readWrite = Optional.empty();

  /** Whether nobody gets in without saying who he is, but for executors. */
  boolean coverAll() {
    return readOnly.orElse(credentials.given()) && readWrite.orElse(credentials.given());
  }

  /** What the flags say. */
  AgentAuthentication authentication() {
    return new AgentAuthentication(
        credentials.credentials(),
        readOnly.orElse(credentials.given()),
        readWrite.orElse(credentials.given()));
  }
}
