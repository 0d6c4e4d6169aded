package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.change.GroupChanges;
import io.proffer.service.change.RefusedException;
import io.proffer.service.change.TreeChange;
import io.proffer.service.deployment.Plan;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/groups} and everything below it. */
final class GroupsEndpoint implements Endpoint {

  private static final String VERSIONS = "versions";

  private final Backend backend;
  private final GroupChanges changes;

  GroupsEndpoint(Backend backend, GroupChanges changes) {
    this.backend = backend;
    this.changes = changes;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(2);
    String last = rest.isEmpty() ? "" : rest.getLast();
    int versions = rest.lastIndexOf(VERSIONS);
    if (versions >= 0 && versions >= rest.size() - 2) {
      Routes.require(request, "GET");
      PathId group = id(rest.subList(0, versions));
      return last.equals(VERSIONS) ? versions(group) : version(request, group, last);
    }
    if (last.equals("apps") && request.method().equals("GET")) {
      return apps(request, id(rest.subList(0, rest.size() - 1)));
    }
    PathId id = id(rest);
    boolean force = request.flag("force", false);
    return switch (request.method()) {
      case "GET" -> show(request, id);
      case "POST" -> {
        ObjectNode json = request.object();
        if (!json.hasNonNull("id") && !id.isRoot()) {
          json.put("id", id.toString());
          yield created(json, backend.change(changes.create(PathId.ROOT, json), force));
        }
        yield created(json, backend.change(changes.create(id, json), force));
      }
      case "PUT" -> update(request, id, force);
      case "DELETE" -> Answer.deployment(200, backend.change(GroupChanges.remove(id), force));
      case "PATCH" -> {
        if (id.isRoot()) {
          throw Routes.wrongMethod(request);
        }
        Outcome outcome = backend.change(GroupChanges.patch(id, request.object()), force);
        Answer answer = Answer.deployment(200, outcome);
        yield outcome instanceof Outcome.Accepted ? Answer.empty(200) : answer;
      }
      default -> throw Routes.wrongMethod(request);
    };
  }

  private static PathId id(List<String> segments) {
    return PathId.of("/" + String.join("/", segments));
  }

  private static Answer created(ObjectNode json, Outcome outcome) throws HttpProblem {
    return Answer.deployment(201, outcome)
        .with("Location", "/v2/groups" + PathId.of(json.path("id").asText()));
  }

  private Answer show(Request request, PathId id) throws HttpProblem {
    ServiceSnapshot snapshot = backend.snapshot();
    return Answer.ok(
        new GroupJson(snapshot, request.parameters("embed")).of(required(snapshot, id)));
  }

  /** The versions of the tree in which there was such a group, the newest first. */
  private Answer versions(PathId id) throws HttpProblem {
    required(backend.present(), id);
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    backend.ask((kernel, now) -> kernel.trees()).stream()
        .filter(tree -> tree.groups().containsKey(id))
        .forEach(tree -> out.add(Times.text(tree.version())));
    return Answer.ok(out);
  }

  private record Then(ServiceSnapshot snapshot, Optional<Tree> tree) {}

  private Answer version(Request request, PathId id, String text) throws HttpProblem {
    Instant version = Versions.instant(text);
    Then then =
        backend.ask(
            (kernel, now) ->
                new Then(
                    kernel.snapshot(now),
                    kernel.trees().stream()
                        .filter(tree -> tree.version().equals(version))
                        .findFirst()));
    Optional<Group> group = then.tree().flatMap(t -> Optional.ofNullable(t.groups().get(id)));
    if (group.isEmpty()) {
      throw HttpProblem.of(404, "Group '" + id + "' does not exist in version " + text);
    }
    // How its instances fare is a matter of the present.
    List<String> embed =
        request.parameters("embed").stream().filter(e -> !e.startsWith("group.apps.")).toList();
    return Answer.ok(
        new GroupJson(then.snapshot().with(then.tree().orElseThrow()), embed).of(group.get()));
  }

  private Answer apps(Request request, PathId id) throws HttpProblem {
    ServiceSnapshot snapshot = backend.snapshot();
    Group group = required(snapshot, id);
    Set<Embed> embed = Embed.of(request.parameters("embed"), Embed.LISTED);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode apps = out.putArray("apps");
    snapshot.tree().apps().values().stream()
        .filter(app -> app.id().isWithin(group.id()) && !app.isPod())
        .forEach(app -> apps.add(AppJson.of(app, snapshot, embed)));
    return Answer.ok(out);
  }

  private Answer update(Request request, PathId id, boolean force) throws HttpProblem {
    TreeChange change = changes.update(id, request.object());
    if (!request.flag("dryRun", false)) {
      return Answer.deployment(200, backend.change(change, force));
    }
    Plan plan = rehearsed(change);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set(
        "steps",
        DeploymentJson.steps(plan.steps(), DeploymentJson.pods(plan.before(), plan.after())));
    return Answer.ok(out);
  }

  private Plan rehearsed(TreeChange change) throws HttpProblem {
    Object result =
        backend.ask(
            (kernel, now) -> {
              try {
                return kernel.rehearse(change, now);
              } catch (RefusedException refused) {
                return refused;
              }
            });
    if (result instanceof Plan plan) {
      return plan;
    }
    throw HttpProblem.of((RefusedException) result);
  }

  private static Group required(ServiceSnapshot snapshot, PathId id) throws HttpProblem {
    Group group = snapshot.tree().groups().get(id);
    if (group == null) {
      throw HttpProblem.missing("Group '" + id + "'");
    }
    return group;
  }
}
