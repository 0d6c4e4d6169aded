package io.proffer.cli.output;

import io.proffer.cli.Terminal;
import java.util.List;

/**
 * Rows and how to show them.
 *
 * @param columns in order
 * @param rows in order
 * @param noun what a row is, in the plural, for the sentence that stands for an empty table
 */
public record Listing<R>(List<Column<R>> columns, List<R> rows, String noun) {

  /** Keeps its own copies. */
  public Listing {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Prints the rows on standard output. */
  public void print(Terminal terminal, OutputFormat format) {
    switch (format) {
      case json -> terminal.print(JsonText.array(columns, rows));
      case jsonl -> rows.forEach(row -> terminal.print(JsonText.line(columns, row)));
      case yaml -> terminal.print(Document.of(noun, JsonText.array(columns, rows)).yaml());
      case name -> rows.forEach(row -> terminal.print(columns.getFirst().cell().apply(row).text()));
      case table -> table(terminal, columns.stream().filter(Column::inTable).toList());
      case wide -> table(terminal, columns);
    }
  }

  private void table(Terminal terminal, List<Column<R>> shown) {
    if (rows.isEmpty()) {
      terminal.progress("No " + noun + ".");
    } else {
      Table.lines(shown, rows, terminal.colour()).forEach(terminal::print);
    }
  }
}
