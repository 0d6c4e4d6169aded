package io.proffer.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/**
 * What this is a build of.
 *
 * @param number of Proffer
 * @param builtAt when, as far as a reproducible build says so
 */
public record AgentVersion(String number, Instant builtAt) {

  /** As the build wrote it down. */
  public static AgentVersion load() {
    Properties properties = new Properties();
    try (InputStream in = AgentVersion.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing from the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AgentVersion(
        properties.getProperty("version", "unknown"), builtAt(properties.getProperty("built", "")));
  }

  private static Instant builtAt(String text) {
    return text.matches("\\d{4}-.*Z") ? Instant.parse(text) : Instant.EPOCH;
  }
}
