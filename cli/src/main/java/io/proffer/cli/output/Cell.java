package io.proffer.cli.output;

import java.util.List;
import java.util.Locale;

/** One value of a list, which a table shows as text and JSON by its type. */
public sealed interface Cell {

  /** Words. Empty text is shown as a dash in tables. */
  record Text(String value) implements Cell {}

  /** A count. */
  record Count(long value) implements Cell {}

  /** An amount with at most three decimals, such as cpus. */
  record Amount(double value) implements Cell {}

  /** Several words; a table joins them with commas. */
  record Words(List<String> values) implements Cell {
    /** Keeps its own copy. */
    public Words {
      values = List.copyOf(values);
    }
  }

  /** The cell as a table shows it. */
  default String text() {
    String text =
        switch (this) {
          case Text words -> words.value();
          case Count count -> Long.toString(count.value());
          case Amount amount -> amount(amount.value());
          case Words words -> String.join(",", words.values());
        };
    return text.isEmpty() ? "-" : text;
  }

  /** Whether a table aligns the cell to the right. */
  default boolean isNumber() {
    return switch (this) {
      case Count count -> true;
      case Amount amount -> true;
      case Text text -> false;
      case Words words -> false;
    };
  }

  private static String amount(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
  }
}
