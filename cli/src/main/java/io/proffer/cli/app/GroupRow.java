package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * A group as {@code proffer group list} shows it.
 *
 * @param apps how many are directly in it
 * @param version when something in it was changed last
 */
public record GroupRow(
    String id, long apps, long groups, List<String> dependencies, String version) {

  private static final List<Column<GroupRow>> COLUMNS =
      List.of(
          Column.text("id", GroupRow::id),
          Column.count("apps", GroupRow::apps),
          Column.count("groups", GroupRow::groups),
          Column.words("dependencies", GroupRow::dependencies),
          Column.text("version", GroupRow::version));

  /** Keeps its own copy. */
  public GroupRow {
    dependencies = List.copyOf(dependencies);
  }

  /** Asks a framework for its groups, the root and all below it. */
  public static Listing<GroupRow> list(ServiceClient service) {
    List<GroupRow> rows = new ArrayList<>();
    collect(service.get("/v2/groups"), rows);
    return new Listing<>(COLUMNS, rows, "groups");
  }

  /** The group as the framework has it, with its apps and groups. */
  public static JsonNode get(ServiceClient service, String id) {
    String path = Definition.path(id);
    return service.get("/v2/groups" + (path.equals("/") ? "" : path));
  }

  private static void collect(JsonNode group, List<GroupRow> rows) {
    List<String> dependencies = new ArrayList<>();
    group.path("dependencies").forEach(dependency -> dependencies.add(dependency.asText()));
    rows.add(
        new GroupRow(
            group.path("id").asText(),
            group.path("apps").size(),
            group.path("groups").size(),
            dependencies,
            group.path("version").asText()));
    group.path("groups").forEach(below -> collect(below, rows));
  }

  /** The apps of a group and of those below it. */
  public static Listing<AppRow> apps(ServiceClient service, String id) {
    String path = Definition.path(id);
    List<AppRow> rows = new ArrayList<>();
    service
        .get("/v2/groups" + (path.equals("/") ? "" : path) + "/apps")
        .path("apps")
        .forEach(app -> rows.add(AppRow.of(app)));
    return AppRow.listing(rows);
  }
}
