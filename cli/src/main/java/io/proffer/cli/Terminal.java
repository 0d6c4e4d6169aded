package io.proffer.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes, and what surrounds it. Standard output is for data, standard
 * error for progress and complaints, so that {@code proffer task list -o json | jq} always works.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param colour whether {@code out} shows ANSI colours
 * @param environment the environment variables
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean colour,
    Map<String, String> environment) {

  /** Set by the launcher, which alone can tell cheaply whether standard output is a terminal. */
  public static final String IS_TERMINAL = "proffer.terminal";

  /** This process' own streams and environment; {@code NO_COLOR} is respected. */
  public static Terminal system() {
    Map<String, String> environment = System.getenv();
    boolean wantsColour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        System.in,
        StandardOutput.ofThisProcess(),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        wantsColour && Boolean.getBoolean(IS_TERMINAL),
        environment);
  }

  /** Tells how the work goes, on standard error. */
  public void progress(String line) {
    err.println(line);
  }

  /**
   * Prints a line of data, on standard output.
   *
   * @throws OutputLostException when nobody reads it, or it cannot be kept
   */
  public void print(String line) {
    out.println(line);
    requireOutput();
  }

  /**
   * Prints data as it is, on standard output.
   *
   * @throws OutputLostException when nobody reads it, or it cannot be kept
   */
  public void write(String text) {
    out.print(text);
    requireOutput();
  }

  private void requireOutput() {
    if (out.checkError()) {
      throw new OutputLostException(
          out instanceof StandardOutput own ? own.failure() : Optional.empty());
    }
  }
}
