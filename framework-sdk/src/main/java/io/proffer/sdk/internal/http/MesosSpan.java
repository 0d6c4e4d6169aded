package io.proffer.sdk.internal.http;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as Mesos writes them: {@code 15mins}, {@code 2.5secs}. */
final class MesosSpan {

  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-z]+)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "secs", 1_000_000_000L,
          "mins", 60_000_000_000L,
          "hrs", 3_600_000_000_000L,
          "days", 86_400_000_000_000L,
          "weeks", 604_800_000_000_000L);

  private MesosSpan() {}

  /**
   * @throws IllegalArgumentException when the text is none
   */
  static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      Long unit = NANOS.get(form.group(2));
      if (unit != null) {
        return Duration.ofNanos((long) (Double.parseDouble(form.group(1)) * unit));
      }
    }
    throw new IllegalArgumentException(
        "expecting a span of time like 15mins, found '" + text + "'");
  }
}
