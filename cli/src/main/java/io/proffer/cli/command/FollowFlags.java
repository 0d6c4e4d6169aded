package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Rollout;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import io.proffer.cli.cluster.SignalHandlers;
import io.proffer.cli.output.Document;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of commands that begin a deployment, and what all of them do with it. */
final class FollowFlags {

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--no-wait", description = "Only begin it, and print its deployment.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "10mins",
      description =
          "How long to wait for its end; it goes on after that. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--force",
      description = "Also where another deployment changes the same, which is given up.")
  private boolean force;

  ServiceClient client() {
    return service.client();
  }

  /** A path with what the flags add to it. */
  String path(String path) {
    return force ? path + (path.contains("?") ? "&" : "?") + "force=true" : path;
  }

  void run(Terminal terminal, ServiceClient client, Watched watched, Supplier<JsonNode> change) {
    if (timeout.isZero()) {
      throw CommandFailure.of(
          ExitCode.USAGE, "--timeout must be more than 0", "--no-wait does not wait at all.");
    }
    if (noWait) {
      print(terminal, Rollout.id(change.get()), List.of());
      return;
    }
    Rollout rollout =
        new Rollout(client, terminal, watched, deployment -> leaveAtCtrlC(terminal, deployment));
    List<JsonNode> apps = rollout.follow(change, timeout);
    print(terminal, "", apps);
    if (apps.isEmpty() && output.format().isForPeople()) {
      terminal.print(watched.id() + " is gone.");
    }
  }

  private static void leaveAtCtrlC(Terminal terminal, String deployment) {
    SignalHandlers.install(
        "INT",
        () -> {
          terminal.progress("No longer watched; deployment " + deployment + " goes on.");
          Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
        });
  }

  private void print(Terminal terminal, String deployment, List<JsonNode> apps) {
    new Document(deployment, json(deployment, apps))
        .print(terminal, output.format(), people -> sentences(people, deployment, apps));
  }

  private static void sentences(Terminal people, String deployment, List<JsonNode> apps) {
    if (!deployment.isEmpty()) {
      people.print("Deployment " + deployment + " has begun.");
    }
    apps.forEach(app -> people.print(sentence(app)));
  }

  private static String sentence(JsonNode app) {
    String healthy =
        app.path("healthChecks").isEmpty()
            ? ""
            : ", " + app.path("tasksHealthy").asInt() + " healthy";
    return "%s: %d of %d instances running%s, version %s"
        .formatted(
            app.path("id").asText(),
            app.path("tasksRunning").asInt(),
            app.path("instances").asInt(),
            healthy,
            app.path("version").asText());
  }

  private static ObjectNode json(String deployment, List<JsonNode> apps) {
    ObjectNode json = new JsonMapper().createObjectNode();
    if (!deployment.isEmpty()) {
      json.put("deployment", deployment);
    }
    ArrayNode list = json.putArray("apps");
    for (JsonNode app : apps) {
      list.addObject()
          .put("id", app.path("id").asText())
          .put("version", app.path("version").asText())
          .put("instances", app.path("instances").asInt())
          .put("running", app.path("tasksRunning").asInt())
          .put("healthy", app.path("tasksHealthy").asInt());
    }
    return json;
  }
}
