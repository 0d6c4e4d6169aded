package io.proffer.cli;

import io.proffer.cli.config.LayeredDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in a line or two on standard error; never a stack trace. */
final class Complaints {

  private final Terminal terminal;

  Complaints(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Complains about a failed command and says what to exit with. */
  int about(Throwable failure) {
    if (failure instanceof CommandFailure known) {
      say(known.message());
      known.hint().ifPresent(terminal.err()::println);
      return known.exitCode().code();
    }
    if (failure instanceof OutputLostException lost) {
      lost.trouble().ifPresent(why -> say("cannot write to standard output: " + why));
      return (lost.trouble().isPresent() ? ExitCode.FAILED : ExitCode.DONE).code();
    }
    say("unexpected failure: " + failure);
    if (terminal.environment().containsKey("PROFFER_DEBUG")) {
      failure.printStackTrace(terminal.err());
    } else {
      terminal.err().println("This is a bug. PROFFER_DEBUG=1 shows where it happened.");
    }
    return ExitCode.FAILED.code();
  }

  /** Complains about arguments that make no sense. */
  IParameterExceptionHandler aboutUsage(LayeredDefaults defaults) {
    return (wrong, args) -> {
      if (wrong.getCause() instanceof CommandFailure known) {
        return about(known);
      }
      say(message(wrong) + origin(wrong, defaults));
      String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
      terminal.err().println("Try '" + command + " --help'.");
      return ExitCode.USAGE.code();
    };
  }

  private void say(String message) {
    terminal.err().println("proffer: " + message);
  }

  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched.getUnmatched().getFirst(), wrong.getCommandLine());
    }
    // Of a word that is the beginning of several commands picocli says so after "Error: ".
    String message = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unknown(String word, CommandLine command) {
    if (word.startsWith("-")) {
      String flag = word.replaceFirst("=.*", "");
      return "unknown option '" + flag + "'" + Nearest.suggestion(flag, flags(command));
    }
    List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
    return commands.isEmpty()
        ? "unexpected argument '" + word + "'"
        : "unknown command '" + word + "'" + Nearest.suggestion(word, commands);
  }

  private static List<String> flags(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    return List.copyOf(spec.optionsMap().keySet());
  }

  /** Where a wrong value that is not on the command line came from. */
  private static String origin(ParameterException wrong, LayeredDefaults defaults) {
    ArgSpec argument = wrong.getArgSpec();
    if (argument == null || !argument.originalStringValues().isEmpty()) {
      return "";
    }
    return defaults.layered(argument).map(layered -> " (from " + layered.origin() + ")").orElse("");
  }
}
