package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.TreeChange;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** {@code /v2/apps} and everything below it but tasks. */
final class AppsEndpoint implements Endpoint {

  private static final String VERSIONS = "versions";

  private final Backend backend;
  private final AppChanges changes;
  private final EventHub events;
  private final AppTasksEndpoint tasks;
  private final RenderedLists lists = new RenderedLists();
  private final RenderedApps apps = new RenderedApps();

  AppsEndpoint(Backend backend, AppChanges changes, EventHub events) {
    this.backend = backend;
    this.changes = changes;
    this.events = events;
    this.tasks = new AppTasksEndpoint(backend);
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    if (request.path().size() == 2) {
      return collection(request);
    }
    AppPath path = AppPath.of(request.rest(2));
    return switch (path.part()) {
      case "tasks" -> tasks.answer(request, path);
      case VERSIONS -> versions(request, path);
      case "restart" -> restart(request, path);
      default -> one(request, path);
    };
  }

  private Answer collection(Request request) throws HttpProblem {
    return switch (request.method()) {
      case "GET" -> list(request);
      case "POST" -> create(request);
      case "PUT" -> {
        AppChanges.Mode mode = mode(request);
        yield updateAll(request, mode);
      }
      case "PATCH" -> updateAll(request, AppChanges.Mode.PATCH);
      default -> throw Routes.wrongMethod(request);
    };
  }

  private static AppChanges.Mode mode(Request request) {
    return request.flag("partialUpdate", true) ? AppChanges.Mode.UPDATE : AppChanges.Mode.REPLACE;
  }

  private Answer list(Request request) throws HttpProblem {
    Predicate<App> filter = AppFilter.of(request).and(app -> !app.isPod());
    Set<Embed> embed = Embed.of(request.parameters("embed"), Embed.LISTED);
    ServiceSnapshot snapshot = seen(embed);
    return embed.contains(Embed.TASK_STATS)
        ? apps.list(snapshot, filter, embed)
        : lists.of(request.query(), snapshot, () -> apps.list(snapshot, filter, embed));
  }

  /** How long instances have lived is a matter of the moment. */
  private ServiceSnapshot seen(Set<Embed> embed) throws HttpProblem {
    return embed.contains(Embed.TASK_STATS) ? backend.snapshot() : backend.present();
  }

  private Answer create(Request request) throws HttpProblem {
    ObjectNode json = request.object();
    TreeChange change = written(changes.create(json), PathId.of(json.path("id").asText()), request);
    Outcome outcome = backend.change(change, request.flag("force", false));
    if (!(outcome instanceof Outcome.Accepted accepted)) {
      return Answer.deployment(201, outcome);
    }
    PathId id = PathId.of(json.path("id").asText());
    ServiceSnapshot snapshot = backend.present();
    SortedMap<Instant, App> versions = snapshot.versions().getOrDefault(id, new TreeMap<>());
    App app = versions.get(accepted.version());
    if (app == null) {
      throw HttpProblem.of(409, "App '" + id + "' was removed as soon as it was made");
    }
    ObjectNode out = AppWriter.write(app);
    events.apiPost(request, app);
    out.put("tasksStaged", 0).put("tasksRunning", 0).put("tasksHealthy", 0);
    out.put("tasksUnhealthy", 0).putArray("tasks");
    out.putArray("deployments").addObject().put("id", accepted.deploymentId());
    return Answer.json(201, out)
        .with("Location", "/v2/apps" + id)
        .withDeployment(accepted.deploymentId());
  }

  /** A change with the words it was sent in. */
  private static TreeChange written(TreeChange change, PathId app, Request request) {
    return request.source().map(source -> change.writtenAs(app, source)).orElse(change);
  }

  private Answer updateAll(Request request, AppChanges.Mode mode) throws HttpProblem {
    return Answer.deployment(
        200,
        backend.change(changes.updateAll(request.objects(), mode), request.flag("force", false)));
  }

  private Answer one(Request request, AppPath path) throws HttpProblem {
    return switch (request.method()) {
      case "GET" -> path.all() ? group(request, path.id()) : show(request, path.id());
      case "PUT" -> update(request, path.id(), mode(request));
      case "PATCH" -> update(request, path.id(), AppChanges.Mode.PATCH);
      case "DELETE" ->
          Answer.deployment(
              200, backend.change(changes.remove(path.id()), request.flag("force", true)));
      default -> throw Routes.wrongMethod(request);
    };
  }

  private Answer show(Request request, PathId id) throws HttpProblem {
    Set<Embed> embed = Embed.of(request.parameters("embed"), Embed.SINGLE);
    ServiceSnapshot snapshot = seen(embed);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("app", AppJson.of(required(snapshot, id), snapshot, embed));
    return Answer.ok(out);
  }

  private Answer group(Request request, PathId group) throws HttpProblem {
    Set<Embed> embed = Embed.of(request.parameters("embed"), Embed.SINGLE);
    ServiceSnapshot snapshot = seen(embed);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode apps = out.putArray("*");
    snapshot.tree().apps().values().stream()
        .filter(app -> app.id().isWithin(group) && !app.isPod())
        .forEach(app -> apps.add(AppJson.of(app, snapshot, embed)));
    return Answer.ok(out);
  }

  private Answer update(Request request, PathId id, AppChanges.Mode mode) throws HttpProblem {
    ObjectNode json = request.object();
    boolean made = !backend.present().tree().apps().containsKey(id);
    TreeChange change = written(changes.update(id, json, mode), id, request);
    Outcome outcome = backend.change(change, request.flag("force", false));
    Answer answer = Answer.deployment(made ? 201 : 200, outcome);
    if (outcome instanceof Outcome.Accepted) {
      App app = backend.present().tree().apps().get(id);
      if (app != null) {
        events.apiPost(request, app);
      }
    }
    return made && outcome instanceof Outcome.Accepted
        ? answer.with("Location", "/v2/apps" + id)
        : answer;
  }

  private Answer restart(Request request, AppPath path) throws HttpProblem {
    if (!request.method().equals("POST")) {
      throw Routes.wrongMethod(request);
    }
    return Answer.deployment(
        200, backend.change(changes.restart(path.id()), request.flag("force", false)));
  }

  private Answer versions(Request request, AppPath path) throws HttpProblem {
    if (!request.method().equals("GET")) {
      throw Routes.wrongMethod(request);
    }
    ServiceSnapshot snapshot = backend.present();
    App present = required(snapshot, path.id());
    SortedMap<Instant, App> known = snapshot.versions().getOrDefault(present.id(), new TreeMap<>());
    if (path.item().isPresent()) {
      App version = known.get(Versions.instant(path.item().get()));
      if (version == null) {
        throw HttpProblem.of(
            404, "App '" + path.id() + "' does not exist in version " + path.item().get());
      }
      return Answer.ok(AppWriter.write(version));
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode versions = out.putArray("versions");
    new TreeMap<>(known).descendingKeySet().forEach(v -> versions.add(Times.text(v)));
    return Answer.ok(out);
  }

  private static App required(ServiceSnapshot snapshot, PathId id) throws HttpProblem {
    App app = snapshot.tree().apps().get(id);
    if (app == null || app.isPod()) {
      throw HttpProblem.missing("App '" + id + "'");
    }
    return app;
  }
}
