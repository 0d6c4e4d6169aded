package io.proffer.cli.command;

import io.proffer.agent.AgentAuthentication;
import io.proffer.frameworks.common.http.PortAuthentication;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a server behind the master wants to know who asks, and whom it knows itself. */
final class HttpAuthenticationFlags {

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

  /** Whether nobody gets in without saying who he is, but for an agent's executors. */
  boolean coverAll() {
    return readOnly.orElse(credentials.given()) && readWrite.orElse(credentials.given());
  }

  /** What the flags say of an agent. */
  AgentAuthentication ofAgent() {
    return new AgentAuthentication(
        credentials.credentials(),
        readOnly.orElse(credentials.given()),
        readWrite.orElse(credentials.given()));
  }

  /** What the flags say of a framework. */
  PortAuthentication ofFramework() {
    return new PortAuthentication(
        credentials.credentials(),
        readOnly.orElse(credentials.given()),
        readWrite.orElse(credentials.given()));
  }

  /** The address that a framework listens on. */
  String ip(NetworkOptions network) {
    return network.ip(coverAll(), "Say with --http-credentials whom it knows. ");
  }
}
