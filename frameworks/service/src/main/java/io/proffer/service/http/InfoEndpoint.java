package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.QueueEntry;
import io.proffer.service.kernel.ServiceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the framework says of itself. */
final class InfoEndpoint {

  /** The version of Marathon whose API is spoken: clients look here for what they may use. */
  static final String API_VERSION = "1.11.24";

  private final Backend backend;
  private final ServerFacts facts;

  InfoEndpoint(Backend backend, ServerFacts facts) {
    this.backend = backend;
    this.facts = facts;
  }

  Answer info(Request request) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("name", "marathon").put("version", API_VERSION).put("buildref", "proffer");
    out.put("elected", true).put("leader", facts.address());
    backend.api().frameworkId().ifPresent(id -> out.put("frameworkId", id));
    config(out);
    return Answer.ok(out);
  }

  /** What it was started with. */
  Answer config(Request request) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    config(out);
    return Answer.ok(out);
  }

  private void config(ObjectNode out) {
    ObjectNode config = out.putObject("marathon_config");
    config.put("framework_name", facts.name());
    config.put("mesos_role", facts.role()).put("master", facts.master());
    config.put("hostname", facts.hostname()).put("checkpoint", true).put("ha", false);
    config.putArray("features");
    backend.api().master().ifPresent(m -> config.put("mesos_leader_ui_url", "http://" + m));
    out.putObject("http_config").put("http_port", facts.port());
    ObjectNode zk = out.putObject("zookeeper_config");
    facts.zooKeeper().ifPresent(where -> zk.put("zk", where));
  }

  /** Who leads is who answers: others pass the question on. */
  Answer leader(Request request) throws HttpProblem {
    return switch (request.method()) {
      case "GET" -> Answer.ok(JsonNodeFactory.instance.objectNode().put("leader", facts.address()));
      case "DELETE" -> {
        backend.api().abdicate();
        yield Answer.ok(
            JsonNodeFactory.instance.objectNode().put("message", "Leadership abdicated"));
      }
      default -> throw Routes.wrongMethod(request);
    };
  }

  Answer plugins(Request request) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.putArray("plugins");
    return Answer.ok(out);
  }

  Answer metrics(Request request) throws HttpProblem {
    ServiceSnapshot snapshot = backend.snapshot();
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("end", Times.text(snapshot.at()));
    out.putObject("counters");
    ObjectNode gauges = out.putObject("gauges");
    values(snapshot).forEach((name, value) -> gauges.putObject(name).put("value", value));
    out.putObject("histograms");
    out.putObject("meters");
    out.putObject("timers");
    return Answer.ok(out);
  }

  Answer prometheus(Request request) throws HttpProblem {
    StringBuilder text = new StringBuilder();
    values(backend.snapshot())
        .forEach(
            (name, value) -> {
              String metric = name.replace('.', '_').replace('-', '_');
              text.append("# TYPE ").append(metric).append(" gauge\n");
              text.append(metric).append(' ').append(value).append('\n');
            });
    return Answer.text(200, text.toString());
  }

  private static Map<String, Long> values(ServiceSnapshot snapshot) {
    Map<String, Long> values = new TreeMap<>();
    List<Instance> instances = snapshot.allInstances();
    values.put("marathon.apps.active.gauge", (long) snapshot.tree().apps().size());
    values.put("marathon.groups.active.gauge", (long) snapshot.tree().groups().size());
    values.put("marathon.deployments.active.gauge", (long) snapshot.deployments().size());
    values.put(
        "marathon.instances.running.gauge", instances.stream().filter(AppJson::isRunning).count());
    values.put(
        "marathon.instances.staged.gauge", instances.stream().filter(AppJson::isStaged).count());
    long waiting = snapshot.queue().stream().mapToLong(QueueEntry::count).sum();
    values.put("marathon.instances.waiting.gauge", waiting);
    return values;
  }
}
