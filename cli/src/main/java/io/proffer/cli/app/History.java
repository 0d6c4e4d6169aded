package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of an app that the framework has kept. */
public final class History {

  private final ServiceClient service;
  private final String app;
  private final List<String> versions;

  /**
   * A version and what it changed.
   *
   * @param present whether it is the one that is wanted now
   * @param changed the paths of what was different in the one before
   */
  public record Version(String version, boolean present, List<String> changed) {
    private static final List<Column<Version>> COLUMNS =
        List.of(
            Column.text("version", Version::version),
            Column.text("present", v -> v.present() ? "yes" : "no"),
            Column.words("changed", Version::changed));
  }

  private History(ServiceClient service, String app, List<String> versions) {
    this.service = service;
    this.app = app;
    this.versions = versions;
  }

  /** Asks a framework which versions there are of an app. */
  public static History of(ServiceClient service, String id) {
    String app = Definition.path(id);
    List<String> versions = new ArrayList<>();
    service
        .get("/v2/apps" + app + "/versions")
        .path("versions")
        .forEach(version -> versions.add(version.asText()));
    return new History(service, app, versions);
  }

  /** The newest first. */
  public Listing<Version> listing() {
    List<JsonNode> apps = versions.stream().map(this::get).toList();
    List<Version> rows = new ArrayList<>();
    for (int i = 0; i < apps.size(); i++) {
      List<String> changed =
          i + 1 < apps.size()
              ? Differences.between(apps.get(i + 1), apps.get(i)).stream()
                  .map(Differences::path)
                  .toList()
              : List.of();
      rows.add(new Version(versions.get(i), i == 0, changed));
    }
    return new Listing<>(Version.COLUMNS, rows, "versions");
  }

  /** The app as it was in a version; none: as it is wanted now. */
  public JsonNode get(Optional<String> version) {
    return get(version(version));
  }

  /** A version, as {@link #known}; none: the present one. */
  public String version(Optional<String> version) {
    return version.map(this::known).orElseGet(versions::getFirst);
  }

  private JsonNode get(String version) {
    return service.get("/v2/apps" + app + "/versions/" + version);
  }

  /**
   * The version before the present one.
   *
   * @throws CommandFailure (not found) when there is none
   */
  public String previous() {
    if (versions.size() < 2) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND, "app '" + app + "' has only one version: there is nothing before it");
    }
    return versions.get(1);
  }

  /**
   * A version, written in full or as it begins if no other begins so.
   *
   * @throws CommandFailure (not found) when there is none, or more than one
   */
  public String known(String version) {
    List<String> begin = versions.stream().filter(v -> v.startsWith(version)).toList();
    if (begin.size() != 1) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "app '%s' has %s version '%s'"
              .formatted(app, begin.isEmpty() ? "no" : "more than one", version),
          "See 'proffer app history " + app + "'.");
    }
    return begin.getFirst();
  }
}
