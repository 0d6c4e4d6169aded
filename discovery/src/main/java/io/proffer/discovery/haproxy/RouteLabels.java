package io.proffer.discovery.haproxy;

import io.proffer.discovery.catalog.App;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an app's labels say of its routes: {@code HAPROXY_0_VHOST} as marathon-lb reads it, or
 * {@code proffer.router.0.vhost}. What could not stand in a configuration is not taken.
 */
final class RouteLabels {

  static final int DEFAULT_WEIGHT = 100;

  private static final String THEIRS = "HAPROXY_";
  private static final String OURS = "proffer.router.";
  private static final int MAX_WEIGHT = 256;
  private static final int MAX_PORT = 65_535;

  private static final Pattern INDEXED = Pattern.compile("(\\d+)[._](.+)");
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&*+,;=:@%/-]{0,500}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final Set<String> BALANCES =
      Set.of("roundrobin", "static-rr", "leastconn", "first", "source", "uri", "random");
  private static final Set<String> KNOWN =
      Set.of(
          "VHOST",
          "PATH",
          "MODE",
          "BALANCE",
          "STICKY",
          "ENABLED",
          "PORT",
          "BACKEND_WEIGHT",
          "WEIGHT",
          "CANARY_WEIGHT",
          "GROUP");

  private final App app;
  private final int port;

  RouteLabels(App app, int port) {
    this.app = app;
    this.port = port;
  }

  /** Whether an app has any label of this kind. */
  static boolean anyOf(App app) {
    return app.labels().keySet().stream().anyMatch(RouteLabels::isOne);
  }

  private static boolean isOne(String key) {
    return key.startsWith(THEIRS) || key.startsWith(OURS);
  }

  /** The labels of an app that mean nothing here, or whose values cannot be used. */
  static List<String> notUnderstood(App app) {
    List<String> odd = new ArrayList<>();
    for (String key : app.labels().keySet()) {
      if (isOne(key)) {
        String rest =
            key.startsWith(THEIRS) ? key.substring(THEIRS.length()) : key.substring(OURS.length());
        Matcher indexed = INDEXED.matcher(rest);
        String word = indexed.matches() ? indexed.group(2) : rest;
        if (!KNOWN.contains(word.toUpperCase(Locale.ROOT))) {
          odd.add(key);
        }
      }
    }
    return odd;
  }

  private Optional<String> value(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(app.labels().get(OURS + port + "." + lower))
        .or(() -> Optional.ofNullable(app.labels().get(THEIRS + port + "_" + word)))
        .map(String::strip);
  }

  /** The groups that the port is in: its own, else the app's. */
  List<String> groups() {
    return value("GROUP")
        .or(() -> Optional.ofNullable(app.labels().get(OURS + "group")))
        .or(() -> Optional.ofNullable(app.labels().get(THEIRS + "GROUP")))
        .map(RouteLabels::words)
        .orElse(List.of());
  }

  boolean isEnabled() {
    return !value("ENABLED").map(text -> text.equalsIgnoreCase("false")).orElse(false);
  }

  /** The names that lead to the port, in lower case. */
  List<String> hosts() {
    return value("VHOST").map(RouteLabels::words).orElse(List.of()).stream()
        .filter(host -> HOST.matcher(host).matches())
        .map(host -> host.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  /** Below which paths lead to the port; empty: all. */
  String path() {
    return value("PATH")
        .filter(path -> PATH.matcher(path).matches())
        .map(path -> path.replaceFirst("/+$", ""))
        .orElse("");
  }

  /** Whether HTTP is understood on the way, in place of passing on what comes. */
  boolean isHttp() {
    return value("MODE")
        .map(mode -> mode.equalsIgnoreCase("http"))
        .orElseGet(() -> !hosts().isEmpty());
  }

  String balance() {
    return value("BALANCE").filter(BALANCES::contains).orElse("roundrobin");
  }

  boolean isSticky() {
    return value("STICKY").map("true"::equalsIgnoreCase).orElse(false);
  }

  /** The port by which the app as a whole is reached; 0: none. */
  int servicePort() {
    return number("PORT", MAX_PORT).orElse(app.ports().get(port).servicePort());
  }

  /** How much of what its backend gets each instance gets, compared with others. */
  int weight() {
    return number("WEIGHT", MAX_WEIGHT).orElse(DEFAULT_WEIGHT);
  }

  /** The same for instances that are tried beside those of the version before. */
  int canaryWeight() {
    return number("CANARY_WEIGHT", MAX_WEIGHT).orElse(weight());
  }

  /** Of two routes that both lead somewhere, the one with more is taken. */
  int rank() {
    return number("BACKEND_WEIGHT", MAX_PORT).orElse(path().isEmpty() ? 0 : 1);
  }

  private Optional<Integer> number(String word, int max) {
    return value(word)
        .filter(text -> NUMBER.matcher(text).matches())
        .map(Integer::parseInt)
        .filter(number -> number <= max);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
