package io.proffer.cli.command;

import io.proffer.agent.runtime.docker.RegistryLogins;
import io.proffer.core.coordination.MasterDetector;
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
        .registerConverter(ByteSize.class, new Bytes())
        .registerConverter(ZooKeeperLocation.class, new ZooKeeper())
        .registerConverter(ResourcesText.class, new ResourcesConverter())
        .registerConverter(AttributesText.class, new AttributesConverter())
        .registerConverter(MasterText.class, new MasterConverter())
        .registerConverter(EngineText.class, new EngineConverter())
        .registerConverter(RegistryLogins.class, new Logins());
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

  /** An amount of data. */
  record ByteSize(long bytes) {}

  /** {@code 2GB}, {@code 512MB}: Mesos' units, which are powers of 1024. */
  private static final class Bytes implements ITypeConverter<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|TB)");

    @Override
    public ByteSize convert(String value) {
      Matcher matcher = FORM.matcher(value.strip().toUpperCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no amount of data; write it like 64MB, 2GB or 0B");
      }
      int shift =
          switch (matcher.group(2)) {
            case "KB" -> 10;
            case "MB" -> 20;
            case "GB" -> 30;
            case "TB" -> 40;
            default -> 0;
          };
      long count = Long.parseLong(matcher.group(1));
      if (count > Long.MAX_VALUE >> shift) {
        throw new TypeConversionException("'" + value + "' is more than there can be");
      }
      return new ByteSize(count << shift);
    }
  }

  private static final class Logins implements ITypeConverter<RegistryLogins> {
    @Override
    public RegistryLogins convert(String value) {
      try {
        return RegistryLogins.parse(value);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
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
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
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

  /**
   * Where masters are found.
   *
   * @param text as it was given, known to be well formed
   */
  record MasterText(String text) {}

  private static final class MasterConverter implements ITypeConverter<MasterText> {
    @Override
    public MasterText convert(String value) {
      try {
        MasterDetector.requireWellFormed(value);
        return new MasterText(value);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }

  /**
   * Where a Docker engine may be.
   *
   * @param text {@code unix:///path}, {@code tcp://host:port}, or {@code none}
   */
  record EngineText(String text) {}

  private static final class EngineConverter implements ITypeConverter<EngineText> {
    private static final Pattern FORM = Pattern.compile("none|unix:///.+|tcp://[^/]+:\\d{1,5}/?");

    @Override
    public EngineText convert(String value) {
      if (!FORM.matcher(value).matches()) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is no address of a Docker engine; write unix:///var/run/docker.sock,"
                + " tcp://host:2375, or none for processes only");
      }
      return new EngineText(value);
    }
  }

  /** A port to listen on; 0 for any that is free. */
  static final class Port implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("\\d{1,5}");
    private static final int MAX = 65_535;

    @Override
    public Integer convert(String value) {
      if (!FORM.matcher(value).matches() || Integer.parseInt(value) > MAX) {
        throw new TypeConversionException("'" + value + "' is no port from 0 to " + MAX);
      }
      return Integer.parseInt(value);
    }
  }
}
