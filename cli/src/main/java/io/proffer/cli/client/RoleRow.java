package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * A role as {@code proffer role list} shows it.
 *
 * @param weight what its share is divided by
 * @param guarantee what it is sure to get
 * @param limit the most it may have
 * @param used what tasks and executors of the role hold
 * @param offered what is offered to it and not answered
 */
public record RoleRow(
    String name,
    List<String> frameworks,
    double weight,
    String guarantee,
    String limit,
    Amounts used,
    Amounts offered) {

  private static final List<Column<RoleRow>> COLUMNS =
      List.of(
          Column.text("name", RoleRow::name),
          Column.count("frameworks", row -> (long) row.frameworks().size()),
          Column.words("framework_ids", RoleRow::frameworks).onlyInJson(),
          Column.amount("weight", RoleRow::weight),
          Column.text("guarantee", RoleRow::guarantee),
          Column.text("limit", RoleRow::limit),
          Column.amount("cpus", row -> row.used().cpus()),
          Column.amount("mem_mb", row -> row.used().memMb()),
          Column.amount("disk_mb", row -> row.used().diskMb()),
          Column.amount("cpus_offered", row -> row.offered().cpus()),
          Column.amount("mem_mb_offered", row -> row.offered().memMb()));

  /** Asks a master for the roles that somebody is in. */
  public static Listing<RoleRow> list(MasterClient master) {
    List<RoleRow> rows = new ArrayList<>();
    for (JsonNode role : master.get("/roles").path("roles")) {
      List<String> frameworks = new ArrayList<>();
      role.path("frameworks").forEach(id -> frameworks.add(id.asText()));
      rows.add(
          new RoleRow(
              role.path("name").asText(),
              frameworks,
              role.path("weight").asDouble(1),
              ScalarAmounts.text(role.path("quota").path("guarantee")),
              ScalarAmounts.text(role.path("quota").path("limit")),
              Amounts.named(role.path("allocated")),
              Amounts.named(role.path("offered"))));
    }
    return new Listing<>(COLUMNS, rows, "roles");
  }
}
