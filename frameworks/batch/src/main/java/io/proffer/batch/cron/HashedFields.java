package io.proffer.batch.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code H}, {@code H(a-b)} and {@code H/n} by values that depend on a seed. */
final class HashedFields {

  private static final Pattern HASHED =
      Pattern.compile("H(?:\\((\\d{1,2})-(\\d{1,2})\\))?(?:/(\\d{1,2}))?");

  /** From and to of each field that may be hashed: every month has a day 28. */
  private static final int[][] RANGES = {{0, 59}, {0, 23}, {1, 28}, {1, 12}, {0, 6}};

  private HashedFields() {}

  static String resolve(String text, String seed) {
    String[] fields = text.split("\\s+", -1);
    List<String> resolved = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      boolean hashed = fields[i].startsWith("H") && i < RANGES.length;
      resolved.add(hashed ? resolve(fields[i], RANGES[i], seed + "/" + i) : fields[i]);
    }
    return String.join(" ", resolved);
  }

  private static String resolve(String field, int[] range, String seed) {
    Matcher form = HASHED.matcher(field);
    if (!form.matches()) {
      throw new IllegalArgumentException("'" + field + "': write H, H(from-to) or H/step");
    }
    int from = form.group(1) == null ? range[0] : Integer.parseInt(form.group(1));
    int to = form.group(2) == null ? range[1] : Integer.parseInt(form.group(2));
    if (from > to || from < range[0] || to > range[1]) {
      throw new IllegalArgumentException(
          "'" + field + "': the range must be within " + range[0] + "-" + range[1]);
    }
    int span = to - from + 1;
    if (form.group(3) == null) {
      return Integer.toString(from + Math.floorMod(spread(seed), span));
    }
    int step = Integer.parseInt(form.group(3));
    if (step < 1 || step > span) {
      throw new IllegalArgumentException("'" + field + "': the step must be 1 to " + span);
    }
    return from + Math.floorMod(spread(seed), step) + "-" + to + "/" + step;
  }

  /** Names that differ in little give values that differ in much. */
  private static int spread(String seed) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < seed.length(); i++) {
      hash = (hash ^ seed.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    return (int) (hash >>> 32);
  }
}
