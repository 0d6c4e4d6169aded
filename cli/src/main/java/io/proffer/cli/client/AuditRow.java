package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Something an operator had done, or tried to, as {@code proffer events --audit} shows it.
 *
 * @param who the principal, where one has to say who one is
 * @param outcome the status of the answer, and why it was refused
 */
public record AuditRow(
    long number,
    String time,
    String who,
    String address,
    String call,
    String target,
    String outcome) {

  private static final int FIRST_ERROR = 400;

  private static final List<Column<AuditRow>> COLUMNS =
      List.of(
          Column.count("number", AuditRow::number),
          Column.text("time", AuditRow::time),
          Column.text("principal", AuditRow::who),
          Column.text("address", AuditRow::address),
          Column.text("call", AuditRow::call),
          Column.text("target", AuditRow::target),
          Column.text("outcome", AuditRow::outcome));

  /** Asks a master for what it remembers, the newest last. */
  public static Listing<AuditRow> list(MasterClient master) {
    List<AuditRow> rows = new ArrayList<>();
    master.get("/audit").path("entries").forEach(entry -> rows.add(of(entry)));
    Collections.reverse(rows);
    return new Listing<>(COLUMNS, rows, "calls of operators that this master remembers");
  }

  private static AuditRow of(JsonNode entry) {
    int status = entry.path("status").asInt();
    return new AuditRow(
        entry.path("number").asLong(),
        entry.path("time").asText(),
        entry.path("principal").asText(),
        entry.path("address").asText(),
        entry.path("call").asText(),
        entry.path("target").asText(),
        status < FIRST_ERROR ? "done" : status + " " + entry.path("message").asText());
  }
}
