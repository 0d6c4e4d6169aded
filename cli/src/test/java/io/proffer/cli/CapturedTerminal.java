package io.proffer.cli;

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
    terminal = new Terminal(stream(out), stream(err), false, environment);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Runs a command line and says what it exits with. */
  public ExitCode run(String... args) {
    int code = new ProfferCommandLine(terminal).run(args);
    return List.of(ExitCode.values()).stream()
        .filter(exit -> exit.code() == code)
        .findFirst()
        .orElseThrow(() -> new AssertionError("undocumented exit code " + code));
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
