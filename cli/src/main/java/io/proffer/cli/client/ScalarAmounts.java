package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much of scalar resources, by name, as the master tells it and as people write it. */
public final class ScalarAmounts {

  private ScalarAmounts() {}

  /** {@code cpus:4; mem:2048}; {@code -} for nothing. */
  public static String text(JsonNode amounts) {
    List<String> parts = new ArrayList<>();
    amounts
        .properties()
        .forEach(amount -> parts.add(amount.getKey() + ":" + plain(amount.getValue().asDouble())));
    return parts.isEmpty() ? "-" : String.join("; ", parts);
  }

  private static String plain(double amount) {
    return BigDecimal.valueOf(Math.round(amount * 1000), 3).stripTrailingZeros().toPlainString();
  }

  /** What of {@code wanted} is not in {@code there}. */
  static JsonNode missing(JsonNode wanted, JsonNode there) {
    ObjectNode missing = JsonNodeFactory.instance.objectNode();
    wanted
        .properties()
        .forEach(
            amount -> {
              double lack = amount.getValue().asDouble() - there.path(amount.getKey()).asDouble();
              if (lack > 0.0005) {
                missing.put(amount.getKey(), lack);
              }
            });
    return missing;
  }

  /**
   * What people write: {@code cpus:4,mem:2048}, in several pieces too.
   *
   * @return by name; empty for one that is to be as if nothing had been said, {@code cpus:none}
   * @throws CommandFailure when something else is written
   */
  public static Map<String, Optional<Double>> parse(List<String> pieces) {
    Map<String, Optional<Double>> amounts = new LinkedHashMap<>();
    for (String piece : pieces) {
      for (String amount : piece.split("[;,]", -1)) {
        int colon = amount.strip().indexOf(':');
        if (colon < 1) {
          throw notAnAmount(amount);
        }
        String value = amount.strip().substring(colon + 1).strip();
        amounts.put(amount.strip().substring(0, colon).strip(), value(amount, value));
      }
    }
    return amounts;
  }

  private static Optional<Double> value(String amount, String value) {
    if (value.equals("none")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Double.parseDouble(value));
    } catch (NumberFormatException notANumber) {
      throw notAnAmount(amount);
    }
  }

  private static CommandFailure notAnAmount(String text) {
    return CommandFailure.of(
        ExitCode.USAGE,
        "'" + text + "' is no amount of a resource",
        "Write NAME:AMOUNT, such as cpus:4,mem:2048, or NAME:none.");
  }
}
