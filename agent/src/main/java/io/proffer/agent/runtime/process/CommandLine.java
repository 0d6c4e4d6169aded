package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * What is to be run for a command.
 *
 * @param executable absolute path of the program
 * @param arguments its arguments, its own name first
 */
record CommandLine(Path executable, List<String> arguments) {

  private static final Path SHELL = Path.of("/bin/sh");

  /** Joins control groups, then becomes the program that follows {@code --}. */
  private static final String JOIN_THEN_RUN =
      "while [ \"$1\" != -- ]; do echo 0 > \"$1\" || exit 125; shift; done; shift; exec \"$@\"";

  /**
   * Joins control groups, runs the program that follows {@code --}, and writes how it ended to the
   * file that is named first. Signals to the group are for the program; the shell only waits.
   */
  private static final String JOIN_RUN_AND_RECORD =
      "record=$1; shift;"
          + " while [ \"$1\" != -- ]; do echo 0 > \"$1\" || exit 125; shift; done; shift;"
          + " trap : HUP INT QUIT ALRM TERM USR1 USR2; exec 3>&2 2>/dev/null;"
          + " (exec \"$@\" 2>&3 3>&-); status=$?; echo $status > \"$record\"; exit $status";

  CommandLine {
    arguments = List.copyOf(arguments);
  }

  /**
   * @param sandbox where a relative path is looked for
   * @throws LaunchException when there is nothing to run, or it is not there
   */
  static CommandLine of(CommandInfo command, Map<String, String> environment, Path sandbox)
      throws LaunchException {
    if (!command.hasValue() || command.getValue().isEmpty()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND, "the task has no command and no image to take one from");
    }
    if (command.getShell()) {
      return new CommandLine(SHELL, List.of("sh", "-c", command.getValue()));
    }
    Path program = find(command.getValue(), environment.getOrDefault("PATH", ""), sandbox);
    List<String> arguments =
        command.getArgumentsCount() == 0 ? List.of(command.getValue()) : command.getArgumentsList();
    return new CommandLine(program, arguments);
  }

  private static Path find(String program, String path, Path sandbox) throws LaunchException {
    if (program.contains("/")) {
      return checked(sandbox.resolve(program), program);
    }
    Optional<Path> denied = Optional.empty();
    for (String directory : path.split(":", -1)) {
      Path candidate = Path.of(directory.isEmpty() ? "." : directory).resolve(program);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate;
      }
      if (Files.exists(candidate)) {
        denied = Optional.of(candidate);
      }
    }
    if (denied.isPresent()) {
      return checked(denied.get(), program);
    }
    throw new LaunchException(
        LaunchFailure.Kind.COMMAND,
        "the command '" + program + "' does not exist in the path " + path);
  }

  private static Path checked(Path file, String asked) throws LaunchException {
    if (!Files.exists(file)) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND, "the command '" + asked + "' does not exist");
    }
    if (Files.isDirectory(file) || !Files.isExecutable(file)) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND, "the command '" + asked + "' is not executable");
    }
    return file;
  }

  /**
   * The same program, started by another that becomes it. The program then goes by its path, not by
   * its first argument.
   *
   * @param by absolute path of the other, and its arguments
   */
  CommandLine by(List<String> by) {
    List<String> wrapped = new ArrayList<>(by);
    return new CommandLine(Path.of(by.getFirst()), append(wrapped));
  }

  /** The same program inside control groups. It then goes by its path, likewise. */
  CommandLine in(List<Path> groupFiles) {
    if (groupFiles.isEmpty()) {
      return this;
    }
    List<String> wrapped = new ArrayList<>(List.of(SHELL.toString(), "-c", JOIN_THEN_RUN, "sh"));
    groupFiles.forEach(f -> wrapped.add(f.toString()));
    wrapped.add("--");
    return by(wrapped);
  }

  /** The same program inside control groups, with a shell that writes down how it ends. */
  CommandLine in(List<Path> groupFiles, Path record) {
    List<String> wrapped =
        new ArrayList<>(
            List.of(SHELL.toString(), "-c", JOIN_RUN_AND_RECORD, "sh", record.toString()));
    groupFiles.forEach(f -> wrapped.add(f.toString()));
    wrapped.add("--");
    return by(wrapped);
  }

  private List<String> append(List<String> wrapped) {
    wrapped.add(executable.toString());
    wrapped.addAll(arguments.subList(1, arguments.size()));
    return wrapped;
  }
}
