package io.proffer.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody who mistyped a word most likely meant. */
public final class Nearest {

  private Nearest() {}

  /**
   * The known word nearest to the given one, if any is near enough to be what was meant: at most a
   * third of the letters (and at least one, at least two in words of four letters or more) may
   * differ.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    int tolerance = Math.max(word.length() < 4 ? 1 : 2, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= tolerance)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A suffix for an error message: {@code " (did you mean 'agents'?)"}, or nothing. */
  public static String suggestion(String word, Collection<String> known) {
    return to(word, known).map(nearest -> " (did you mean '" + nearest + "'?)").orElse("");
  }

  /**
   * Edits (insertion, deletion, substitution, swap of neighbours) that turn one word into the
   * other.
   */
  static int distance(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, from, to, i, j);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int cheapest(int[][] edits, String from, String to, int i, int j) {
    int substitution = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(
            Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + substitution);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
