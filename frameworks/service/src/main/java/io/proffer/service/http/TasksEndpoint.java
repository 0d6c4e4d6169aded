package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import io.proffer.service.model.PortSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /v2/tasks} and {@code /v2/tasks/delete}. */
final class TasksEndpoint implements Endpoint {

  private final Backend backend;

  TasksEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    String method = request.method() + " " + String.join("/", request.rest(2));
    return switch (method) {
      case "GET " -> list(request);
      case "POST delete" -> delete(request);
      default -> {
        if (request.path().size() > 2 && !request.path().get(2).equals("delete")) {
          throw HttpProblem.of(404, "There is nothing at " + request.uri());
        }
        throw Routes.wrongMethod(request);
      }
    };
  }

  private Answer list(Request request) throws HttpProblem {
    ServiceSnapshot snapshot = backend.present();
    if (request.accept().startsWith("text/plain")) {
      return Answer.text(200, lines(snapshot));
    }
    List<String> wanted = new ArrayList<>(request.parameters("status"));
    wanted.addAll(request.parameters("status[]"));
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set(
        "tasks",
        TaskJson.list(
            snapshot.allInstances().stream()
                .filter(i -> !i.isPod())
                .filter(i -> wanted.isEmpty() || wanted.contains(status(i)))
                .toList(),
            snapshot));
    return Answer.ok(out);
  }

  private static String status(Instance instance) {
    return AppJson.isRunning(instance) ? "running" : AppJson.isStaged(instance) ? "staging" : "";
  }

  /** A line for each service port of each app, for tools that know no JSON. */
  private static String lines(ServiceSnapshot snapshot) {
    StringBuilder out = new StringBuilder();
    for (App app : snapshot.tree().apps().values()) {
      if (app.isPod()) {
        continue;
      }
      List<Instance> running =
          snapshot.instances(app.id()).stream().filter(AppJson::isRunning).toList();
      List<PortSpec> ports = app.spec().ports();
      if (ports.isEmpty()) {
        out.append(app.id().safe()).append("\t \t");
        running.forEach(i -> out.append(i.site().hostname()).append('\t'));
        out.append('\n');
      }
      for (int i = 0; i < ports.size(); i++) {
        out.append(app.id().safe()).append('\t').append(ports.get(i).servicePort()).append('\t');
        for (Instance instance : running) {
          if (i < instance.hostPorts().size()) {
            out.append(instance.site().hostname())
                .append(':')
                .append(instance.hostPorts().get(i))
                .append('\t');
          }
        }
        out.append('\n');
      }
    }
    return out.toString();
  }

  private Answer delete(Request request) throws HttpProblem {
    JsonNode ids = request.object().path("ids");
    if (!(ids instanceof ArrayNode)) {
      throw HttpProblem.wrongType("/ids", "error.expected.jsarray");
    }
    List<String> tasks = new ArrayList<>();
    for (JsonNode id : ids) {
      if (!id.asText().contains(".instance-")) {
        throw HttpProblem.of(400, "'" + id.asText() + "' is no id of a task");
      }
      tasks.add(id.asText());
    }
    ServiceSnapshot snapshot = backend.present();
    List<Instance> known = tasks.stream().flatMap(id -> snapshot.instance(id).stream()).toList();
    Optional<Outcome> outcome =
        AppTasksEndpoint.kill(backend, request, known.stream().map(Instance::taskId).toList());
    if (outcome.isPresent()) {
      return Answer.deployment(200, outcome.get());
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("tasks", TaskJson.list(known, snapshot));
    return Answer.ok(out);
  }
}
