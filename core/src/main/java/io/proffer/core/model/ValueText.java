package io.proffer.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.Value;

/**
 * Reads the values of the resource and attribute flags: a number, ranges such as {@code [1-5,
 * 8-9]}, a set such as <code>{a, b}</code>, or else text.
 */
final class ValueText {

  private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\s*-\\s*(\\d+)");

  private ValueText() {}

  /**
   * The value that {@code text} says; what is neither number, ranges nor set is a TEXT.
   *
   * @throws IllegalArgumentException if brackets are opened and what is in them is malformed
   */
  static Value parse(String text) {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (trimmed.startsWith("[")) {
      return Value.newBuilder()
          .setType(Value.Type.RANGES)
          .setRanges(Ranges.of(ranges(inside(trimmed, ']'))).toProto())
          .build();
    }
    if (trimmed.startsWith("{")) {
      List<String> items = inside(trimmed, '}');
      return Value.newBuilder()
          .setType(Value.Type.SET)
          .setSet(Value.Set.newBuilder().addAllItem(items))
          .build();
    }
    if (NUMBER.matcher(trimmed).matches()) {
      double number = Double.parseDouble(trimmed);
      return Value.newBuilder()
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(number))
          .build();
    }
    return Value.newBuilder()
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue(trimmed))
        .build();
  }

  private static List<String> inside(String text, char close) {
    if (text.indexOf(close) != text.length() - 1) {
      throw new IllegalArgumentException("its brackets do not match");
    }
    String body = text.substring(1, text.length() - 1);
    return Arrays.stream(body.split(",", -1)).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private static List<Ranges.Range> ranges(List<String> texts) {
    List<Ranges.Range> ranges = new ArrayList<>();
    for (String text : texts) {
      var range = RANGE.matcher(text);
      if (!range.matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a range of two non-negative integers such as 31000-32000");
      }
      try {
        ranges.add(
            new Ranges.Range(
                Long.parseUnsignedLong(range.group(1)), Long.parseUnsignedLong(range.group(2))));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is beyond 64 bits", e);
      }
    }
    return ranges;
  }
}
