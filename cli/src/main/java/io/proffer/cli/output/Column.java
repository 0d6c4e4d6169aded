package io.proffer.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One column of a list.
 *
 * @param key its name in JSON, snake_case; in capitals the heading in a table
 * @param cell takes the value from a row
 * @param inTable whether tables have it too; long ids would only widen them
 * @param <R> the rows
 */
public record Column<R>(String key, Function<R, Cell> cell, boolean inTable) {

  /** A column of words. */
  public static <R> Column<R> text(String key, Function<R, String> value) {
    return new Column<>(key, row -> new Cell.Text(value.apply(row)), true);
  }

  /** A column of counts. */
  public static <R> Column<R> count(String key, Function<R, Long> value) {
    return new Column<>(key, row -> new Cell.Count(value.apply(row)), true);
  }

  /** A column of amounts. */
  public static <R> Column<R> amount(String key, Function<R, Double> value) {
    return new Column<>(key, row -> new Cell.Amount(value.apply(row)), true);
  }

  /** A column of lists of words. */
  public static <R> Column<R> words(String key, Function<R, List<String>> value) {
    return new Column<>(key, row -> new Cell.Words(value.apply(row)), true);
  }

  /** The same column, left out of tables. */
  public Column<R> onlyInJson() {
    return new Column<>(key, cell, false);
  }

  /** The heading in a table. */
  public String heading() {
    return key.toUpperCase(Locale.ROOT).replace('_', ' ');
  }
}
