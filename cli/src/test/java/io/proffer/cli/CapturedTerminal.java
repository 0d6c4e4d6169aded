package io.proffer.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A terminal whose two streams can be read, in a given environment. */
public final class CapturedTerminal {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  /** With no environment variables. */
  public CapturedTerminal() {
    this(Map.of());
  }

  /** With these environment variables and no others. */
  public CapturedTerminal(Map<String, String> environment) {
    this(environment, "");
  }

  /** With these environment variables, and this as standard input. */
  public CapturedTerminal(Map<String, String> environment, String in) {
    terminal =
        new Terminal(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            stream(out),
            stream(err),
            false,
            environment);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Runs a command line and says what it exits with. */
  public ExitCode run(String... args) {
    int code = exitStatus(args);
    return List.of(ExitCode.values()).stream()
        .filter(exit -> exit.code() == code)
        .findFirst()
        .orElseThrow(() -> new AssertionError("undocumented exit code " + code));
  }

  /** Runs a command line that exits with whatever another command does. */
  public int exitStatus(String... args) {
    return new ProfferCommandLine(terminal).run(args);
  }

  /** The terminal itself. */
  public Terminal terminal() {
    return terminal;
  }

  /** What was printed as data. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What was printed as progress and complaints. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
