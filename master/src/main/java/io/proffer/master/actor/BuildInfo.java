package io.proffer.master.actor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

/**
 * What this is a build of.
 *
 * @param version of Proffer
 * @param builtAt when, as far as a reproducible build says so
 */
public record BuildInfo(String version, Instant builtAt) {

  /**
   * The version of the Mesos APIs that are spoken: what clients that ask a master for its version
   * want to know.
   */
  public static final String API_VERSION = "1.11.0";

  /** Who built it, for clients that show that: a reproducible build is nobody's in particular. */
  public static final String USER = "proffer";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** As the build wrote it down. */
  public static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in =
        BuildInfo.class.getResourceAsStream("/io/proffer/master/build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing from the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        properties.getProperty("version", "unknown"),
        Instant.parse(properties.getProperty("built", "1970-01-01T00:00:00Z")));
  }

  /** {@link #builtAt} as Mesos writes it. */
  public String date() {
    return DATE.format(builtAt);
  }
}
