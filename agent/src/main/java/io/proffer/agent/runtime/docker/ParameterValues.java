package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading the values of parameters as {@code docker run} reads those of its options. */
final class ParameterValues {

  private static final String UNITS = "kmgt";

  private ParameterValues() {}

  /** A flag; empty is true, as an option without a value is. */
  static boolean bool(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("expecting true or false");
    };
  }

  /** A size: bytes, or with a unit such as {@code 512m}; -1 for no limit. */
  static long bytes(String value) {
    String text = value.toLowerCase(Locale.ROOT).replaceFirst("b$", "");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("expecting a size such as 512m");
    }
    int unit = UNITS.indexOf(text.charAt(text.length() - 1));
    String number = unit < 0 ? text : text.substring(0, text.length() - 1);
    return Long.parseLong(number) << (10 * (unit + 1));
  }

  static Capability capability(String name) {
    return Capability.valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
  }

  /** {@code nofile=1024:2048}, or one number for both limits. */
  static Ulimit ulimit(String value) {
    int equals = value.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("expecting name=soft:hard");
    }
    String limits = value.substring(equals + 1);
    int colon = limits.indexOf(':');
    String soft = colon < 0 ? limits : limits.substring(0, colon);
    String hard = colon < 0 ? limits : limits.substring(colon + 1);
    return new Ulimit(value.substring(0, equals), Long.parseLong(soft), Long.parseLong(hard));
  }

  static Map<String, String> logOptions(@Nullable LogConfig config) {
    Map<String, String> options = config == null ? null : config.getConfig();
    return options == null ? Map.of() : options;
  }

  /** The map with an entry {@code key=value} more; without a value it is empty. */
  static Map<String, String> with(@Nullable Map<String, String> map, String entry) {
    int equals = entry.indexOf('=');
    Map<String, String> more = new LinkedHashMap<>();
    if (map != null) {
      more.putAll(map);
    }
    more.put(
        equals < 0 ? entry : entry.substring(0, equals),
        equals < 0 ? "" : entry.substring(equals + 1));
    return more;
  }

  static <T> List<T> list(T @Nullable [] before, T more) {
    return list(before == null ? null : Arrays.asList(before), more);
  }

  static <T> List<T> list(@Nullable List<T> before, T more) {
    List<T> longer = before == null ? new ArrayList<>() : new ArrayList<>(before);
    longer.add(more);
    return longer;
  }
}
