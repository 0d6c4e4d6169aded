package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/** A configuration, or a secret, as it is listed: what is in it is not. */
public record ConfigRow(String name, long version, String changedAt) {

  private static final List<Column<ConfigRow>> COLUMNS =
      List.of(
          Column.text("name", ConfigRow::name),
          Column.count("version", ConfigRow::version),
          Column.text("changed_at", ConfigRow::changedAt));

  /** Asks a framework for its configurations. */
  public static Listing<ConfigRow> configs(ServiceClient service) {
    return list(service.get("/proffer/v1/configs").path("configs"), "configurations");
  }

  /** Asks a framework which secrets it keeps. */
  public static Listing<ConfigRow> secrets(ServiceClient service) {
    return list(service.get("/proffer/v1/secrets").path("secrets"), "secrets");
  }

  private static Listing<ConfigRow> list(JsonNode all, String noun) {
    List<ConfigRow> rows = new ArrayList<>();
    for (JsonNode one : all) {
      rows.add(
          new ConfigRow(
              one.path("name").asText(),
              one.path("version").asLong(),
              one.path("changedAt").asText()));
    }
    return new Listing<>(COLUMNS, rows, noun);
  }
}
