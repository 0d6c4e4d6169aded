package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Beyond;
import io.proffer.service.kernel.Cause;
import io.proffer.service.kernel.Past;
import io.proffer.service.kernel.QueueEntry;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.Why;
import io.proffer.service.model.App;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why an app is not as it is wanted, and what became of its tasks. */
final class InsightJson {

  /** As agents word it. */
  private static final Pattern EXIT = Pattern.compile("exited with status (\\d{1,3})");

  private InsightJson() {}

  static ObjectNode why(App app, ServiceSnapshot snapshot, Beyond beyond) {
    List<Cause> causes = Why.of(app, snapshot, beyond);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("appId", app.id().toString());
    out.put("instances", app.instances());
    out.put("running", snapshot.instances(app.id()).stream().filter(AppJson::isRunning).count());
    Optional<QueueEntry> entry =
        snapshot.queue().stream().filter(e -> e.app().id().equals(app.id())).findFirst();
    out.put("waiting", entry.map(QueueEntry::count).orElse(0));
    entry.ifPresent(e -> out.put("since", Times.text(e.since())));
    snapshot.deploymentOf(app.id()).ifPresent(d -> out.put("deploymentId", d.id()));
    ArrayNode reasons = out.putArray("reasons");
    causes.forEach(cause -> cause(reasons.addObject(), cause));
    return out;
  }

  private static void cause(ObjectNode out, Cause cause) {
    out.put("reason", cause.kind()).put("message", cause.words()).put("help", cause.help());
    out.put("count", cause.count()).put("of", cause.of());
    cause
        .example()
        .ifPresent(
            example ->
                out.putObject("example")
                    .put("agentId", example.agentId())
                    .put("host", example.hostname())
                    .put("message", example.words())
                    .put("at", Times.text(example.at())));
  }

  static ObjectNode history(App app, List<Past> history, Optional<String> framework) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("appId", app.id().toString());
    ArrayNode tasks = out.putArray("tasks");
    history.reversed().forEach(past -> tasks.add(past(past, framework)));
    return out;
  }

  private static ObjectNode past(Past past, Optional<String> framework) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", past.taskId()).put("version", Times.text(past.version()));
    out.put("slaveId", past.agentId()).put("host", past.host());
    out.put("stagedAt", Times.text(past.stagedAt()));
    past.startedAt().ifPresent(at -> out.put("startedAt", Times.text(at)));
    out.put("endedAt", Times.text(past.endedAt()));
    past.startedAt()
        .ifPresent(at -> out.put("ranSeconds", Duration.between(at, past.endedAt()).toSeconds()));
    out.put("state", past.state());
    past.reason().ifPresent(reason -> out.put("reason", reason));
    out.put("message", past.message());
    past.killed().ifPresent(why -> out.put("killedBecause", why));
    Matcher exit = EXIT.matcher(past.message());
    if (exit.find()) {
      out.put("exitStatus", Integer.parseInt(exit.group(1)));
    }
    if (past.agentUrl().isPresent() && framework.isPresent()) {
      ObjectNode logs = out.putObject("logs");
      for (String file : List.of("stdout", "stderr")) {
        String path =
            "/frameworks/"
                + framework.get()
                + "/executors/"
                + past.taskId()
                + "/runs/latest/"
                + file;
        logs.put(
            file,
            past.agentUrl().get()
                + "/files/download?path="
                + URLEncoder.encode(path, StandardCharsets.UTF_8));
      }
    }
    return out;
  }
}
