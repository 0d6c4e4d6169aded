package io.proffer.agent.runtime.exec;

/** Rows and columns of a terminal, each at least 1. */
public record TerminalSize(int rows, int columns) {

  private static final int MAX = 0xFFFF;

  /** What a terminal has until somebody says otherwise. */
  public static final TerminalSize USUAL = new TerminalSize(24, 80);

  public TerminalSize {
    rows = Math.clamp(rows, 1, MAX);
    columns = Math.clamp(columns, 1, MAX);
  }
}
