package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * The quota of a role as {@code proffer quota list} shows it.
 *
 * @param guarantee what it is sure to get, such as {@code cpus:4; mem:2048}
 * @param limit the most it may have
 * @param consumed what counts against it
 * @param missing what it lacks of its guarantee, which is kept free for it
 */
public record QuotaRow(
    String role, String guarantee, String limit, String consumed, String missing) {

  private static final List<Column<QuotaRow>> COLUMNS =
      List.of(
          Column.text("role", QuotaRow::role),
          Column.text("guarantee", QuotaRow::guarantee),
          Column.text("limit", QuotaRow::limit),
          Column.text("consumed", QuotaRow::consumed),
          Column.text("missing", QuotaRow::missing));

  /** Asks a master for the roles that have a quota. */
  public static Listing<QuotaRow> list(MasterClient master) {
    List<QuotaRow> rows = new ArrayList<>();
    for (JsonNode role : master.get("/roles").path("roles")) {
      JsonNode quota = role.path("quota");
      if (!quota.path("guarantee").isEmpty() || !quota.path("limit").isEmpty()) {
        rows.add(
            new QuotaRow(
                role.path("name").asText(),
                ScalarAmounts.text(quota.path("guarantee")),
                ScalarAmounts.text(quota.path("limit")),
                ScalarAmounts.text(quota.path("consumed")),
                ScalarAmounts.text(
                    ScalarAmounts.missing(quota.path("guarantee"), quota.path("consumed")))));
      }
    }
    return new Listing<>(COLUMNS, rows, "quotas");
  }
}
