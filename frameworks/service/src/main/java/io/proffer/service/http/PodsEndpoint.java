package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.change.PodChanges;
import io.proffer.service.json.PodWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code /v2/pods} and everything below it. */
final class PodsEndpoint implements Endpoint {

  private final Backend backend;
  private final PodChanges changes;
  private final EventHub events;

  PodsEndpoint(Backend backend, PodChanges changes, EventHub events) {
    this.backend = backend;
    this.changes = changes;
    this.events = events;
  }

  /**
   * What a path below {@code /v2/pods} names.
   *
   * @param part {@code ::status}, {@code ::versions}, {@code ::instances}, or empty
   * @param item what of it; empty: all
   */
  private record PodPath(PathId id, String part, String item) {
    static PodPath of(List<String> segments) {
      String path = ("/" + String.join("/", segments)).substring("/pods".length());
      int mark = path.indexOf("::");
      if (mark < 0) {
        return new PodPath(PathId.of(path), "", "");
      }
      String rest = path.substring(mark);
      int slash = rest.indexOf('/');
      return new PodPath(
          PathId.of(path.substring(0, mark)),
          slash < 0 ? rest : rest.substring(0, slash),
          slash < 0 ? "" : rest.substring(slash + 1));
    }
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    PodPath path = PodPath.of(request.rest(1));
    return switch (path.part()) {
      case "" -> path.id().isRoot() ? collection(request) : one(request, path.id());
      case "::status" -> status(request, path.id());
      case "::versions" -> versions(request, path);
      case "::instances" -> instances(request, path);
      default -> throw HttpProblem.of(404, "There is nothing at " + request.uri());
    };
  }

  private Answer collection(Request request) throws HttpProblem {
    return switch (request.method()) {
      case "HEAD" -> Answer.empty(200);
      case "GET" -> {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        pods(backend.present()).forEach(pod -> out.add(PodWriter.write(pod)));
        yield Answer.ok(out);
      }
      case "POST" -> {
        ObjectNode json = request.object();
        Outcome outcome = backend.change(changes.create(json), request.flag("force", false));
        yield changed(request, 201, "pod_created_event", json, outcome);
      }
      default -> throw Routes.wrongMethod(request);
    };
  }

  private static List<App> pods(ServiceSnapshot snapshot) {
    return snapshot.tree().apps().values().stream().filter(App::isPod).toList();
  }

  private Answer one(Request request, PathId id) throws HttpProblem {
    boolean force = request.flag("force", false);
    return switch (request.method()) {
      case "GET" -> Answer.ok(PodWriter.write(required(backend.present(), id)));
      case "PUT" -> {
        ObjectNode json = request.object();
        Outcome outcome = backend.change(changes.update(id, json), force);
        yield changed(request, 200, "pod_updated_event", json, outcome);
      }
      case "DELETE" -> {
        Outcome outcome = backend.change(changes.remove(id), force);
        if (!(outcome instanceof Outcome.Accepted accepted)) {
          yield Answer.deployment(202, outcome);
        }
        events.pod(request, "pod_deleted_event");
        yield Answer.empty(202).withDeployment(accepted.deploymentId());
      }
      default -> throw Routes.wrongMethod(request);
    };
  }

  private Answer changed(
      Request request, int status, String event, ObjectNode json, Outcome outcome)
      throws HttpProblem {
    if (!(outcome instanceof Outcome.Accepted accepted)) {
      return Answer.deployment(status, outcome);
    }
    events.pod(request, event);
    PathId id = PathId.of(json.path("id").asText());
    return Answer.json(status, PodWriter.write(required(backend.present(), id)))
        .with("Location", "/v2/pods" + id)
        .withDeployment(accepted.deploymentId());
  }

  private Answer status(Request request, PathId id) throws HttpProblem {
    require(request, "GET");
    ServiceSnapshot snapshot = backend.snapshot();
    if (!id.isRoot()) {
      return Answer.ok(PodStatusJson.of(required(snapshot, id), snapshot));
    }
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    pods(snapshot).forEach(pod -> out.add(PodStatusJson.of(pod, snapshot)));
    return Answer.ok(out);
  }

  private Answer versions(Request request, PodPath path) throws HttpProblem {
    require(request, "GET");
    ServiceSnapshot snapshot = backend.snapshot();
    App present = required(snapshot, path.id());
    SortedMap<Instant, App> known = snapshot.versions().getOrDefault(present.id(), new TreeMap<>());
    if (path.item().isEmpty()) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      new TreeMap<>(known).descendingKeySet().forEach(v -> out.add(Times.text(v)));
      return Answer.ok(out);
    }
    App version = known.get(instant(path.item()));
    if (version == null) {
      throw HttpProblem.missing("Pod '" + path.id() + "' in version " + path.item());
    }
    return Answer.ok(PodWriter.write(version));
  }

  private static Instant instant(String text) throws HttpProblem {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException bad) {
      throw HttpProblem.of(400, "'" + text + "' is no version: versions are ISO-8601 times");
    }
  }

  private Answer instances(Request request, PodPath path) throws HttpProblem {
    require(request, "DELETE");
    ServiceSnapshot snapshot = backend.snapshot();
    List<Instance> all = snapshot.instances(required(snapshot, path.id()).id());
    List<String> wanted = path.item().isEmpty() ? request.texts() : List.of(path.item());
    List<Instance> victims = all.stream().filter(i -> wanted.contains(i.instanceId())).toList();
    if (!path.item().isEmpty() && victims.isEmpty()) {
      throw HttpProblem.missing("Instance '" + path.item() + "'");
    }
    List<String> ids = victims.stream().map(Instance::taskId).toList();
    boolean wipe = request.flag("wipe", false);
    boolean asked =
        backend.ask(
            (kernel, now) -> {
              if (wipe) {
                kernel.wipe(ids, now);
                return true;
              }
              return kernel.kill(ids, false, false, now).isEmpty();
            });
    if (!asked) {
      throw HttpProblem.of(503, "The instances could not be killed");
    }
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    victims.forEach(i -> out.add(PodStatusJson.instance(i, snapshot)));
    return Answer.ok(path.item().isEmpty() ? out : out.get(0));
  }

  private static void require(Request request, String method) throws HttpProblem {
    if (!request.method().equals(method)) {
      throw Routes.wrongMethod(request);
    }
  }

  private static App required(ServiceSnapshot snapshot, PathId id) throws HttpProblem {
    App pod = snapshot.tree().apps().get(id);
    if (pod == null || !pod.isPod()) {
      throw HttpProblem.missing("Pod '" + id + "'");
    }
    return pod;
  }
}
