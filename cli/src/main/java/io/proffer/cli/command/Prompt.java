package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal. */
final class Prompt {

  private final Terminal terminal;

  Prompt(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is typed, which everybody sees. */
  String line(String question) {
    return typed(console().readLine("%s", question));
  }

  /** What is typed, which nobody sees. */
  String secret(String question) {
    char @Nullable [] typed = console().readPassword("%s", question);
    return typed(typed == null ? null : new String(typed));
  }

  /** The first line of standard input. */
  String fromInput() {
    try {
      return typed(
          new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
              .readLine());
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.FAILED, "standard input cannot be read");
    }
  }

  private static String typed(@Nullable String text) {
    return Optional.ofNullable(text)
        .orElseThrow(() -> CommandFailure.of(ExitCode.USAGE, "nothing was entered"));
  }

  private static Console console() {
    // Newer runtimes have another one too, which takes a pipe for somebody who types.
    System.setProperty("jdk.console", "java.base");
    return Optional.ofNullable(System.console())
        .orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.USAGE,
                    "there is nobody to ask for a user and a password",
                    "Give --user, and the password on standard input with --password-stdin."));
  }
}
