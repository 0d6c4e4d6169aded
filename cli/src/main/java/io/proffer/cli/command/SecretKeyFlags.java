package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.frameworks.common.secret.KeySource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags that say what a framework keeps secrets with. */
final class SecretKeyFlags {

  @Option(
      names = "--secrets-key-file",
      paramLabel = "FILE",
      description = {
        "Keys to keep secrets with, one name:base64 of 32 bytes a line; the first seals, all",
        "open. Without keys none are kept."
      })
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--secrets-key-command",
      paramLabel = "COMMAND",
      description = {
        "What prints such lines instead, run by the shell whenever the framework begins to lead:",
        "it has a key management service unwrap them, and they are on no disk."
      })
  private Optional<String> command = Optional.empty();

  Optional<KeySource> source() {
    if (file.isPresent() && command.isPresent()) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "--secrets-key-file and --secrets-key-command are both there",
          "Keys come from one of them: leave the other out.");
    }
    return file.map(KeySource::file).or(() -> command.map(KeySource::command));
  }
}
