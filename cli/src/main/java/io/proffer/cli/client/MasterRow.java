package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * A master as {@code proffer master list} shows it.
 *
 * @param part {@code leads} or {@code stands by}
 */
public record MasterRow(String address, String part) {

  private static final List<Column<MasterRow>> COLUMNS =
      List.of(Column.text("address", MasterRow::address), Column.text("part", MasterRow::part));

  /** Asks any master for all of them. */
  public static Listing<MasterRow> list(MasterClient master) {
    JsonNode known = master.get("/dashboard/masters");
    String leader = known.path("leader").asText();
    List<MasterRow> rows = new ArrayList<>();
    for (JsonNode one : known.path("masters")) {
      rows.add(new MasterRow(one.asText(), one.asText().equals(leader) ? "leads" : "stands by"));
    }
    return new Listing<>(COLUMNS, rows, "masters");
  }
}
