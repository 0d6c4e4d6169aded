package io.proffer.conformance;

import java.util.regex.Pattern;

/**
 * A way in which Proffer is meant to differ from the recordings. {@code docs/compatibility.md} says
 * more about each.
 *
 * @param where which recordings or exchanges, as a regular expression
 * @param what which of their differences, as a regular expression that occurs in the difference
 * @param reason why
 */
record PlannedDifference(Pattern where, Pattern what, String reason) {

  static PlannedDifference planned(String where, String what, String reason) {
    return new PlannedDifference(Pattern.compile(where), Pattern.compile(what), reason);
  }

  boolean covers(String exchange, String difference) {
    return where.matcher(exchange).matches() && what.matcher(difference).find();
  }
}
