package io.proffer.cli;

/** The program's entry point. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(new ProfferCommandLine(Terminal.system()).run(args));
  }
}
