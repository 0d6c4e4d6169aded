package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.JsonDiff;
import io.proffer.service.json.PodWriter;
import io.proffer.service.json.Times;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code /proffer/v1/apps/{id}/versions/{v}}: how it was written, and what was different in it. */
final class VersionEndpoint {

  /** What every change of an app changes. */
  private static final List<String> DIFFERENT_ANYWAY = List.of("version", "versionInfo");

  private final Backend backend;

  private record Seen(SortedMap<Instant, App> versions, Optional<Source> source) {}

  VersionEndpoint(Backend backend) {
    this.backend = backend;
  }

  Answer answer(PathId id, String text) throws HttpProblem {
    Instant version = Versions.instant(text);
    Seen seen =
        backend.ask(
            (kernel, now) ->
                new Seen(
                    kernel.snapshot(now).versions().getOrDefault(id, new TreeMap<>()),
                    kernel.source(id, version)));
    App app = seen.versions().get(version);
    if (app == null) {
      throw HttpProblem.of(404, "App '" + id + "' does not exist in version " + text);
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("appId", id.toString()).put("version", Times.text(version));
    out.set("app", written(app));
    seen.source()
        .ifPresent(
            source ->
                out.putObject("source")
                    .put("contentType", source.contentType())
                    .put("text", source.text()));
    Optional<App> older = seen.versions().headMap(version).values().stream().reduce((a, b) -> b);
    older.ifPresent(before -> out.put("previousVersion", Times.text(before.versions().version())));
    JsonNode before =
        older
            .<JsonNode>map(known -> written(known).remove(DIFFERENT_ANYWAY))
            .orElse(MissingNode.getInstance());
    out.set("diff", JsonDiff.of(before, written(app).remove(DIFFERENT_ANYWAY)));
    return Answer.ok(out);
  }

  private static ObjectNode written(App app) {
    return app.isPod() ? PodWriter.write(app) : AppWriter.write(app);
  }
}
