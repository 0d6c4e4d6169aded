package io.proffer.batch.kernel;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run has left for the jobs that come after it in its workflow. */
public sealed interface Output {

  /** The name of the file in the sandbox. */
  String FILE = "proffer-output";

  int MAX_BYTES = 64 * 1024;

  /** What was in the file; nothing where there was none. */
  record Text(String text) implements Output {}

  /**
   * It cannot be read.
   *
   * @param why for people
   */
  record Unreadable(String why) implements Output {}

  /** Variables, by name, or why there are none. */
  sealed interface Variables {

    /** All of them. */
    record Known(Map<String, String> values) implements Variables {}

    /**
     * None.
     *
     * @param why for people
     */
    record Refused(String why) implements Variables {}
  }

  /** Reads lines of {@code NAME=VALUE}; empty ones say nothing. */
  static Variables read(Output output) {
    return switch (output) {
      case Unreadable unreadable -> new Variables.Refused("it cannot be read: " + unreadable.why());
      case Text text -> read(text.text());
    };
  }

  private static Variables read(String text) {
    if (bytes(text) > MAX_BYTES) {
      return new Variables.Refused("it has more than " + MAX_BYTES + " bytes");
    }
    Pattern form = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,99})=([^\\x00]*)");
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher matcher = form.matcher(line);
      if (matcher.matches()) {
        values.put(matcher.group(1), matcher.group(2));
      } else if (!line.isBlank()) {
        return new Variables.Refused("line " + number + " is not NAME=VALUE");
      }
    }
    return new Variables.Known(values);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** How much room variables take. */
  static int bytes(Map<String, String> values) {
    return values.entrySet().stream()
        .mapToInt(value -> bytes(value.getKey()) + bytes(value.getValue()) + 2)
        .sum();
  }
}
