package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.client.MasterUrl;
import io.proffer.cli.config.LoginTokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the instances of an app have printed, from their sandboxes. */
public final class InstanceLogs {

  private static final long POLL_MS = 500;

  private final Terminal terminal;
  private final Map<String, SandboxFile> files;

  private InstanceLogs(Terminal terminal, Map<String, SandboxFile> files) {
    this.terminal = terminal;
    this.files = files;
  }

  /**
   * Finds where the instances of an app have printed; where there is none, where the last that
   * failed has.
   *
   * @param instance only the one whose id begins so
   * @param file {@code stdout} or {@code stderr}
   */
  public static InstanceLogs of(
      ServiceClient service,
      Terminal terminal,
      String app,
      Optional<String> instance,
      String file) {
    JsonNode info = service.get("/v2/info");
    Map<String, String> agentOf = tasks(service, app, instance);
    MasterClient master = master(info, terminal);
    Map<String, URI> agents = agents(master);
    String framework = info.path("frameworkId").asText();
    Map<String, SandboxFile> files = new LinkedHashMap<>();
    agentOf.forEach(
        (task, agent) -> {
          URI uri = agents.get(agent);
          if (uri == null) {
            throw CommandFailure.of(
                ExitCode.NOT_FOUND, "the master does not know where agent " + agent + " is");
          }
          String path =
              "/frameworks/%s/executors/%s/runs/latest/%s".formatted(framework, task, file);
          files.put(task, new SandboxFile(uri, path, () -> master.passTo(uri)));
        });
    return new InstanceLogs(terminal, files);
  }

  /** The master that a framework is with. */
  public static MasterClient master(JsonNode info, Terminal terminal) {
    String url = info.path("marathon_config").path("mesos_leader_ui_url").asText();
    if (url.isEmpty()) {
      throw CommandFailure.of(ExitCode.UNREACHABLE, "the framework is with no master at present");
    }
    return new MasterClient(MasterUrl.parse(url)).showing(LoginTokens.of(terminal.environment()));
  }

  private static Map<String, String> tasks(
      ServiceClient service, String id, Optional<String> instance) {
    JsonNode app = service.get("/v2/apps" + Definition.path(id)).path("app");
    Map<String, String> agentOf = new LinkedHashMap<>();
    List<JsonNode> tasks = new ArrayList<>();
    app.path("tasks").forEach(tasks::add);
    JsonNode failure = app.path("lastTaskFailure");
    if (failure.has("taskId") && (tasks.isEmpty() || instance.isPresent())) {
      tasks.add(failure);
    }
    for (JsonNode task : tasks) {
      String taskId = task.path(task.has("id") ? "id" : "taskId").asText();
      if (instance.map(taskId::startsWith).orElse(true)) {
        agentOf.put(taskId, task.path("slaveId").asText());
      }
    }
    if (agentOf.isEmpty()) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "app '%s' has no instance%s"
              .formatted(
                  Definition.path(id),
                  instance.map(i -> " that begins with '" + i + "'").orElse("")),
          "See 'proffer app show " + Definition.path(id) + "'.");
    }
    return agentOf;
  }

  /** Where each agent is, by its id. */
  static Map<String, URI> agents(MasterClient master) {
    Map<String, URI> agents = new LinkedHashMap<>();
    for (JsonNode agent : master.call("GET_AGENTS").path("agents")) {
      JsonNode info = agent.path("agent_info");
      agents.put(
          info.path("id").path("value").asText(),
          URI.create(
              "%s://%s:%d"
                  .formatted(
                      master.address().uri().getScheme(),
                      info.path("hostname").asText(),
                      info.path("port").asInt(5051))));
    }
    return agents;
  }

  /** Prints the last lines of each; with more than one, each line says whose it is. */
  public void print(int lines) {
    files.forEach((task, file) -> print(task, file.tail(lines)));
  }

  /** Prints what comes, until the thread is interrupted. */
  public void follow() throws InterruptedException {
    while (true) {
      files.forEach((task, file) -> print(task, file.next()));
      Thread.sleep(POLL_MS);
    }
  }

  private void print(String task, String text) {
    if (files.size() == 1) {
      terminal.write(text);
      return;
    }
    InstanceRow row = new InstanceRow(task, "", "", "", List.of(), "");
    text.lines().forEach(line -> terminal.print(row.shortId() + "  " + line));
  }
}
