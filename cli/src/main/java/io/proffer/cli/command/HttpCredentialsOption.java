package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.core.security.CredentialFile;
import io.proffer.core.security.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whom a server behind the master knows itself. */
final class HttpCredentialsOption {

  @Option(
      names = "--http-credentials",
      paramLabel = "FILE",
      description = {
        "Who may ask it without the master: Mesos' JSON, or a principal and its secret on each",
        "line, in a file that others cannot read."
      })
  private Optional<Path> file = Optional.empty();

  boolean given() {
    return file.isPresent();
  }

  /** Reads them. */
  Optional<Credentials> credentials() {
    requireNoSecret();
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(CredentialFile.many(file.get()));
    } catch (IOException wrong) {
      throw CommandFailure.of(ExitCode.USAGE, "--http-credentials: " + wrong.getMessage());
    }
  }

  /** Marathon has them in the flag itself: then all on the machine see them, and the log. */
  private void requireNoSecret() {
    if (file.isPresent() && file.get().toString().contains(":") && !Files.exists(file.get())) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "--http-credentials names a file, and there is none of that name",
          "Write 'principal secret' into one, chmod 600, and give its path.");
    }
  }
}
