package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.app.ServiceUrl;
import io.proffer.core.security.CredentialFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flag by which daemons are told which service framework to follow. */
final class FollowedServices {

  @Option(
      names = {"-s", "--service"},
      paramLabel = "SERVICE",
      split = ",",
      defaultValue = "127.0.0.1:8080",
      description = {
        "The service framework to follow: host:port, http://host:port, or through its master:",
        "http://host:port/service/name; several with commas, of which the first that answers is",
        "asked. Default: ${DEFAULT-VALUE}"
      })
  private List<String> services = List.of();

  @Option(
      names = "--credential",
      paramLabel = "FILE",
      description = {
        "The principal and the secret by which it proves there who it is, as 'principal secret'",
        "or JSON, in a file that others cannot read."
      })
  private Optional<Path> credential = Optional.empty();

  /** What is shown there, as {@code Authorization}; empty: nothing. */
  Optional<String> authorization() {
    try {
      return credential.isEmpty()
          ? Optional.empty()
          : Optional.of(CredentialFile.one(credential.get()).authorization());
    } catch (IOException wrong) {
      throw CommandFailure.of(ExitCode.USAGE, "--credential: " + wrong.getMessage());
    }
  }

  List<URI> uris() {
    return services.stream().map(text -> ServiceUrl.parse(text).uri()).toList();
  }
}
