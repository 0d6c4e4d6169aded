package io.proffer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Proffer this is. */
public final class Version {

  private static final String RESOURCE = "version.properties";

  private Version() {}

  /** The version of the build, such as {@code 0.1.0-SNAPSHOT}. */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      properties.load(in);
    } catch (IOException broken) {
      throw new UncheckedIOException("reading " + RESOURCE, broken);
    }
    return properties.getProperty("version", "unknown");
  }

  /** The version and what it runs on. */
  public static String line() {
    return "proffer "
        + number()
        + " (Java "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ")";
  }
}
