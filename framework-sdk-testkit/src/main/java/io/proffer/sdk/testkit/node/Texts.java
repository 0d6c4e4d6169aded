package io.proffer.sdk.testkit.node;

import java.util.regex.Pattern;

/** Messages as a person reads them in a trace: on one line. */
final class Texts {
  private static final Pattern BREAKS = Pattern.compile("\\s+");

  private Texts() {}

  static String of(Object message) {
    return BREAKS.matcher(message.toString()).replaceAll(" ");
  }
}
