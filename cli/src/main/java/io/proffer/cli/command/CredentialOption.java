package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.core.security.Credential;
import io.proffer.core.security.CredentialFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** By which a daemon proves to the masters who it is. */
final class CredentialOption {

  @Option(
      names = "--credential",
      paramLabel = "FILE",
      description = {
        "The principal and the secret by which it proves to the masters who it is, as",
        "'principal secret' or JSON, in a file that others cannot read."
      })
  private Optional<Path> file = Optional.empty();

  /** Reads it. */
  Optional<Credential> credential() {
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(CredentialFile.one(file.get()));
    } catch (IOException wrong) {
      throw CommandFailure.of(ExitCode.USAGE, "--credential: " + wrong.getMessage());
    }
  }
}
