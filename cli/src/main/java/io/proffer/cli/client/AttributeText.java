package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** An attribute's value in the form {@code --attributes} takes: text, number or ranges. */
final class AttributeText {

  private AttributeText() {}

  static String value(JsonNode attribute) {
    return switch (attribute.path("type").asText()) {
      case "SCALAR" -> number(attribute.path("scalar").path("value").asDouble());
      case "RANGES" -> ranges(attribute.path("ranges").path("range"));
      default -> attribute.path("text").path("value").asText();
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String ranges(JsonNode ranges) {
    StringJoiner text = new StringJoiner(",", "[", "]");
    ranges.forEach(
        range -> text.add(range.path("begin").asLong() + "-" + range.path("end").asLong()));
    return text.toString();
  }
}
