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
      case table -> {
        if (rows.isEmpty()) {
          terminal.progress("No " + noun + ".");
        } else {
          List<Column<R>> shown = columns.stream().filter(Column::inTable).toList();
          Table.lines(shown, rows, terminal.colour()).forEach(terminal::print);
        }
      }
    }
  }
}
