package io.proffer.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Rollout;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.ServiceUrl;
import io.proffer.cli.app.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows a web service of two instances on the service framework: deploys it, calls it, rolls it to
 * a second version while it is called, scales it to four, and deletes it.
 */
public final class WebDemo {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FIRST = 2;
  private static final int SCALED = 4;
  private static final long CALLS_BETWEEN_MS = 500;

  /** Goes on answering for a moment after it is asked to end, as the server of processes does. */
  private static final String HTTPD =
      "mkdir -p /tmp/www; echo \"version $VERSION, $MESOS_TASK_ID\" > /tmp/www/index.html;"
          + " busybox httpd -f -p $PORT0 -h /tmp/www & trap 'sleep 1.5; exit 0' TERM; wait";

  private final Terminal terminal;
  private final ServiceClient service;

  /**
   * One that prints to a terminal.
   *
   * @param url of the service framework
   */
  public WebDemo(Terminal terminal, String url) {
    this.terminal = terminal;
    this.service = new ServiceClient(ServiceUrl.parse(url));
  }

  /**
   * Shows it as processes and then, where there is an image, in containers.
   *
   * @param image with a busybox
   * @return whether all of it held
   */
  public boolean run(Optional<String> image) throws InterruptedException {
    terminal.print("");
    terminal.print("A web service at " + service.address() + ", as processes:");
    boolean well = show("/web", process());
    if (image.isPresent()) {
      terminal.print("");
      terminal.print("The same in Docker containers, with busybox's httpd:");
      well &= show("/web-in-docker", container(image.get()));
    }
    return well;
  }

  private boolean show(String id, ObjectNode app) throws InterruptedException {
    try {
      app.put("id", id);
      app.putObject("env").put("VERSION", "1");
      follow(id, () -> service.send("PUT", "/v2/apps" + id, Optional.of(app)));
      terminal.print(FIRST + " instances are healthy.");
      boolean well = rolled(id, app);
      follow(id, () -> service.send("DELETE", "/v2/apps" + id, Optional.empty()));
      terminal.print("The web service is deleted.");
      return well && service.find("/v2/apps" + id).isEmpty();
    } catch (CommandFailure failure) {
      terminal.print("The web service is not what it should be: " + failure.message());
      return false;
    }
  }

  private boolean rolled(String id, ObjectNode app) throws InterruptedException {
    WebCaller caller = new WebCaller(service, id);
    try (caller) {
      Thread.sleep(CALLS_BETWEEN_MS);
      app.putObject("env").put("VERSION", "2");
      follow(id, () -> service.send("PUT", "/v2/apps" + id, Optional.of(app)));
      Thread.sleep(CALLS_BETWEEN_MS);
      ObjectNode more = new JsonMapper().createObjectNode().put("instances", SCALED);
      List<JsonNode> apps =
          follow(id, () -> service.send("PUT", "/v2/apps" + id, Optional.of(more)));
      int healthy = apps.getFirst().path("tasksHealthy").asInt();
      terminal.print(healthy + " instances are healthy.");
      Thread.sleep(CALLS_BETWEEN_MS);
      if (healthy != SCALED) {
        return false;
      }
    }
    return told(caller);
  }

  private boolean told(WebCaller caller) {
    Map<String, Integer> answers = caller.answers();
    List<String> failures = caller.failures();
    terminal.print(
        "Called all the while: %s; %d requests failed."
            .formatted(
                answers.toString().replaceAll("[{}]", "").replace("=", " answered "),
                failures.size()));
    failures.stream().distinct().limit(3).forEach(why -> terminal.print("  " + why));
    return failures.isEmpty()
        && answers.containsKey("version 1")
        && answers.containsKey("version 2");
  }

  private List<JsonNode> follow(String id, Supplier<JsonNode> change) {
    return new Rollout(service, terminal, Watched.app(id)).follow(change, PATIENCE);
  }

  private static ObjectNode process() {
    String java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    Path program =
        Path.of(WebServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    ObjectNode app = app();
    app.put(
        "cmd",
        "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp '%s' %s"
            .formatted(java, program, WebServer.class.getName()));
    return app.put("mem", 128);
  }

  private static ObjectNode container(String image) {
    ObjectNode app = app();
    app.put("cmd", HTTPD).put("mem", 32);
    app.putObject("container").put("type", "DOCKER").putObject("docker").put("image", image);
    return app;
  }

  private static ObjectNode app() {
    ObjectNode app = new JsonMapper().createObjectNode().put("instances", FIRST).put("cpus", 0.1);
    app.put("taskKillGracePeriodSeconds", 5);
    app.putArray("portDefinitions").addObject().put("port", 0).put("name", "http");
    app.putArray("healthChecks")
        .addObject()
        .put("protocol", "HTTP")
        .put("path", "/")
        .put("portIndex", 0)
        .put("delaySeconds", 0)
        .put("intervalSeconds", 1)
        .put("timeoutSeconds", 5)
        .put("gracePeriodSeconds", 60);
    return app;
  }
}
