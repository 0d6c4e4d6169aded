package io.proffer.service.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Versions as they stand in paths. */
final class Versions {

  private Versions() {}

  static Instant instant(String text) throws HttpProblem {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException bad) {
      throw HttpProblem.of(400, "'" + text + "' is no version: versions are ISO-8601 times");
    }
  }
}
