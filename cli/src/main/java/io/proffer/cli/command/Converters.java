package io.proffer.cli.command;

import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.InvalidResourcesException;
import io.proffer.core.model.Resources;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How settings that are more than words and numbers are written. */
public final class Converters {

  private Converters() {}

  /** Teaches a command line all of them. */
  public static CommandLine register(CommandLine commands) {
    return commands
        .registerConverter(Duration.class, new Span())
        .registerConverter(ZooKeeperLocation.class, new ZooKeeper())
        .registerConverter(ResourcesText.class, new ResourcesConverter())
        .registerConverter(AttributesText.class, new AttributesConverter());
  }

  /** {@code 10mins}, {@code 75secs}, {@code 500ms}: Mesos' units, and the usual short ones. */
  static final class Span implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]+)");

    @Override
    public Duration convert(String value) {
      Matcher matcher = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw wrong(value);
      }
      double nanos =
          switch (matcher.group(2)) {
            case "ns" -> 1;
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s", "sec", "secs" -> 1e9;
            case "m", "min", "mins" -> 60e9;
            case "h", "hr", "hrs" -> 3600e9;
            case "d", "day", "days" -> 86400e9;
            case "w", "week", "weeks" -> 7 * 86400e9;
            default -> throw wrong(value);
          };
      return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanos));
    }

    private static TypeConversionException wrong(String value) {
      return new TypeConversionException(
          "'" + value + "' is no span of time; write it like 500ms, 15secs, 10mins, 2hrs or 1days");
    }
  }

  private static final class ZooKeeper implements ITypeConverter<ZooKeeperLocation> {
    @Override
    public ZooKeeperLocation convert(String value) {
      try {
        return ZooKeeperLocation.parse(value);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }

  /**
   * An agent's resources.
   *
   * @param text as it was given, known to be well formed
   */
  record ResourcesText(String text) {}

  private static final class ResourcesConverter implements ITypeConverter<ResourcesText> {
    @Override
    public ResourcesText convert(String value) {
      try {
        Resources.parse(value);
        return new ResourcesText(value);
      } catch (InvalidResourcesException malformed) {
        throw new TypeConversionException(
            malformed.getMessage() + "; write them like 'cpus:2;mem:4096;ports:[31000-32000]'");
      }
    }
  }

  /**
   * An agent's attributes.
   *
   * @param text as it was given, known to be well formed
   */
  record AttributesText(String text) {}

  private static final class AttributesConverter implements ITypeConverter<AttributesText> {
    @Override
    public AttributesText convert(String value) {
      try {
        Attributes.parse(value);
        return new AttributesText(value);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }
}
