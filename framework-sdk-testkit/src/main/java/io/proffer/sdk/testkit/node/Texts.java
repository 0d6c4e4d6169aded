package io.proffer.sdk.testkit.node;

import java.util.regex.Pattern;

/** Messages as a person reads them in a trace: on one line. */
final class Texts {
  private static final Pattern BREAKS = Pattern.compile("\\s+");

  /** What bytes call themselves, which is different in each run. */
  private static final Pattern IDENTITY = Pattern.compile("ByteString@[0-9a-f]+");

  private Texts() {}

  static String of(Object message) {
    String line = BREAKS.matcher(message.toString()).replaceAll(" ");
    return IDENTITY.matcher(line).replaceAll("bytes");
  }
}
