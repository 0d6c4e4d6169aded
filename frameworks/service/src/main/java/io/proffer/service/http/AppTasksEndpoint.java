package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.PathId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/apps/{id}/tasks} and each of them. */
final class AppTasksEndpoint {

  private static final Set<String> METHODS = Set.of("GET", "DELETE");

  private final Backend backend;

  AppTasksEndpoint(Backend backend) {
    this.backend = backend;
  }

  Answer answer(Request request, AppPath path) throws HttpProblem {
    if (!METHODS.contains(request.method())) {
      throw Routes.wrongMethod(request);
    }
    ServiceSnapshot snapshot = backend.present();
    List<Instance> instances = instances(snapshot, path);
    return switch (request.method()) {
      case "GET" -> list(instances, snapshot);
      case "DELETE" ->
          path.item().isPresent()
              ? killOne(request, path, instances, snapshot)
              : kill(request, onHost(request, instances), snapshot);
      default -> throw Routes.wrongMethod(request);
    };
  }

  private static List<Instance> instances(ServiceSnapshot snapshot, AppPath path)
      throws HttpProblem {
    PathId id = path.id();
    if (path.all()) {
      return snapshot.allInstances().stream()
          .filter(i -> i.app().isWithin(id) && !i.isPod())
          .toList();
    }
    if (!snapshot.tree().apps().containsKey(id)) {
      throw HttpProblem.missing("App '" + id + "'");
    }
    return snapshot.instances(id);
  }

  private static Answer list(List<Instance> instances, ServiceSnapshot snapshot) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("tasks", TaskJson.list(instances, snapshot));
    return Answer.ok(out);
  }

  private static List<Instance> onHost(Request request, List<Instance> instances) {
    Optional<String> host = request.parameter("host").filter(h -> !h.equals("*"));
    return instances.stream()
        .filter(i -> host.isEmpty() || i.site().hostname().equals(host.get()))
        .toList();
  }

  private Answer killOne(
      Request request, AppPath path, List<Instance> instances, ServiceSnapshot snapshot)
      throws HttpProblem {
    String wanted = path.item().orElse("");
    Optional<Instance> victim =
        instances.stream()
            .filter(i -> i.taskId().equals(wanted) || i.instanceId().equals(wanted))
            .findFirst();
    if (victim.isEmpty()) {
      throw HttpProblem.missing("Task '" + wanted + "'");
    }
    Optional<Outcome> outcome = ask(request, List.of(victim.get()));
    if (outcome.isPresent()) {
      return Answer.deployment(200, outcome.get());
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("task", TaskJson.of(victim.get(), snapshot));
    return Answer.ok(out);
  }

  private Answer kill(Request request, List<Instance> victims, ServiceSnapshot snapshot)
      throws HttpProblem {
    Optional<Outcome> outcome = ask(request, victims);
    return outcome.isPresent() ? Answer.deployment(200, outcome.get()) : list(victims, snapshot);
  }

  private Optional<Outcome> ask(Request request, List<Instance> victims) throws HttpProblem {
    return kill(backend, request, victims.stream().map(Instance::taskId).toList());
  }

  static Optional<Outcome> kill(Backend backend, Request request, List<String> ids)
      throws HttpProblem {
    boolean scale = request.flag("scale", false);
    if (scale && request.flag("wipe", false)) {
      throw HttpProblem.of(400, "You cannot use scale and wipe at the same time.");
    }
    if (request.flag("wipe", false)) {
      return backend.ask(
          (kernel, now) -> {
            kernel.wipe(ids, now);
            return Optional.empty();
          });
    }
    boolean force = request.flag("force", false);
    return backend.ask((kernel, now) -> kernel.kill(ids, scale, force, now));
  }
}
