package io.proffer.service.change;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Versions as people write them. */
final class VersionText {

  private VersionText() {}

  static Instant instant(String text) throws RefusedException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException bad) {
      throw RefusedException.invalid("/version", "'" + text + "' is no ISO-8601 time");
    }
  }
}
