package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.output.Cell;
import io.proffer.cli.output.Document;
import io.proffer.cli.output.Listing;
import io.proffer.cli.output.OutputFormat;
import java.util.ArrayList;
import java.util.List;

/** What {@code proffer app show} shows. */
public final class AppDetail {

  private final JsonNode app;

  private AppDetail(JsonNode app) {
    this.app = app;
  }

  /** Asks a framework. */
  public static AppDetail of(ServiceClient service, String id) {
    return new AppDetail(service.get("/v2/apps" + Definition.path(id)).path("app"));
  }

  /** As JSON: all that the framework says. */
  public void print(Terminal terminal, OutputFormat format) {
    new Document(app.path("id").asText(), app)
        .print(terminal, format, people -> printForPeople(people, format));
  }

  private void printForPeople(Terminal terminal, OutputFormat format) {
    lines().forEach(terminal::print);
    terminal.print("");
    new Listing<>(InstanceRow.COLUMNS, InstanceRow.of(app), "instances").print(terminal, format);
  }

  private List<String> lines() {
    AppRow row = AppRow.of(app);
    List<String> lines = new ArrayList<>();
    lines.add("App        " + row.id() + ", " + row.state());
    lines.add("Version    " + row.version());
    lines.add(
        "Instances  %d of %d running, %d healthy, %d unhealthy"
            .formatted(row.running(), row.instances(), row.healthy(), row.unhealthy()));
    lines.add(
        "Each has   %s cpus, %s MB of memory"
            .formatted(new Cell.Amount(row.cpus()).text(), new Cell.Amount(row.memMb()).text()));
    lines.add("Runs       " + runs(row));
    JsonNode failure = app.path("lastTaskFailure");
    if (!failure.isMissingNode()) {
      lines.add(
          "Failed     %s: %s %s on %s"
              .formatted(
                  failure.path("timestamp").asText(),
                  failure.path("state").asText(),
                  failure.path("message").asText(),
                  failure.path("host").asText()));
    }
    for (JsonNode deployment : app.path("deployments")) {
      lines.add("Deployment " + deployment.path("id").asText());
    }
    return lines;
  }

  private String runs(AppRow row) {
    List<String> words = new ArrayList<>();
    if (!row.image().isEmpty()) {
      words.add("image " + row.image());
    }
    if (app.hasNonNull("cmd")) {
      words.add(app.path("cmd").asText());
    }
    app.path("args").forEach(arg -> words.add(arg.asText()));
    return String.join(" ", words);
  }
}
