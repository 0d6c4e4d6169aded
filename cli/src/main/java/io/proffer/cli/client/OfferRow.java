package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * An offer as {@code proffer offer list} shows it.
 *
 * @param framework the name of who holds it
 */
public record OfferRow(
    String id, String framework, String frameworkId, String agentId, String role, Amounts amounts) {

  private static final List<Column<OfferRow>> COLUMNS =
      List.of(
          Column.text("id", OfferRow::id),
          Column.text("framework", OfferRow::framework),
          Column.text("framework_id", OfferRow::frameworkId).onlyInJson(),
          Column.text("agent_id", OfferRow::agentId),
          Column.text("role", OfferRow::role),
          Column.amount("cpus", row -> row.amounts().cpus()),
          Column.amount("mem_mb", row -> row.amounts().memMb()),
          Column.amount("disk_mb", row -> row.amounts().diskMb()));

  /** Asks a master for the offers that wait for an answer. */
  public static Listing<OfferRow> list(MasterClient master) {
    List<OfferRow> rows = new ArrayList<>();
    for (JsonNode framework : master.call("GET_FRAMEWORKS").path("frameworks")) {
      String name = framework.path("framework_info").path("name").asText();
      for (JsonNode offer : framework.path("offers")) {
        rows.add(
            new OfferRow(
                offer.path("id").path("value").asText(),
                name,
                offer.path("framework_id").path("value").asText(),
                offer.path("agent_id").path("value").asText(),
                offer.path("allocation_info").path("role").asText(),
                Amounts.of(offer.path("resources"))));
      }
    }
    return new Listing<>(COLUMNS, rows, "outstanding offers");
  }
}
