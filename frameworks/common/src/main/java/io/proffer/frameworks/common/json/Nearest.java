package io.proffer.frameworks.common.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was perhaps meant. */
public final class Nearest {

  private static final int FARTHEST = 3;

  private Nearest() {}

  /** The known name nearest to a written one; empty when none is near. */
  public static Optional<String> to(String written, Collection<String> known) {
    String nearest = "";
    int least = FARTHEST + 1;
    for (String name : known.stream().sorted().toList()) {
      int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least && distance < name.length()) {
        least = distance;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > FARTHEST) {
      return FARTHEST + 1;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
