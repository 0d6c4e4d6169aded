package io.proffer.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays out rows in columns as wide as their widest cell, two spaces apart, numbers to the right.
 */
final class Table {

  private static final String GAP = "  ";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private Table() {}

  static <R> List<String> lines(List<Column<R>> columns, List<R> rows, boolean colour) {
    List<List<Cell>> cells =
        rows.stream()
            .map(row -> columns.stream().map(column -> column.cell().apply(row)).toList())
            .toList();
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> width(columns.get(i).heading(), cells, i))
            .toArray();
    List<String> lines = new ArrayList<>();
    lines.add(heading(columns, cells.getFirst(), widths, colour));
    cells.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private static int width(String heading, List<List<Cell>> cells, int column) {
    return cells.stream()
        .mapToInt(row -> row.get(column).text().length())
        .reduce(heading.length(), Math::max);
  }

  private static <R> String heading(
      List<Column<R>> columns, List<Cell> firstRow, int[] widths, boolean colour) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      append(line, columns.get(i).heading(), firstRow.get(i).isNumber(), widths[i]);
    }
    return colour
        ? BOLD + line.toString().stripTrailing() + PLAIN
        : line.toString().stripTrailing();
  }

  private static String line(List<Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      append(line, row.get(i).text(), row.get(i).isNumber(), widths[i]);
    }
    return line.toString().stripTrailing();
  }

  private static void append(StringBuilder line, String text, boolean right, int width) {
    String padding = " ".repeat(width - text.length());
    line.append(line.isEmpty() ? "" : GAP)
        .append(right ? padding : "")
        .append(text)
        .append(right ? "" : padding);
  }
}
