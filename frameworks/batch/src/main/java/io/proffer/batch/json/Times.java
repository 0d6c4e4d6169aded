package io.proffer.batch.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as Metronome writes them: {@code 2016-07-15T13:02:59.735+0000}. */
public final class Times {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  private Times() {}

  public static String text(Instant instant) {
    return FORM.format(instant);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws java.time.format.DateTimeParseException when it is something else
   */
  public static Instant read(String text) {
    return FORM.parse(text, Instant::from);
  }
}
