package io.proffer.service.matching;

import io.proffer.service.json.Times;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.PortSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The variables an instance finds: about itself, then its ports, then the app's own; later wins.
 */
final class TaskEnvironment {

  private static final int MAX_LABEL_LENGTH = 512;

  private TaskEnvironment() {}

  /**
   * @param ports as the instance reaches them from outside, one for each of the app's ports
   */
  static Map<String, String> of(App app, String taskId, String host, List<Integer> ports) {
    Map<String, String> variables = new LinkedHashMap<>();
    context(app, taskId, variables);
    ports(app, host, ports, variables);
    variables.putAll(app.spec().env());
    return variables;
  }

  private static void context(App app, String taskId, Map<String, String> out) {
    out.put("MESOS_TASK_ID", taskId);
    out.put("MARATHON_APP_ID", app.id().toString());
    out.put("MARATHON_APP_VERSION", Times.text(app.versions().version()));
    app.spec()
        .container()
        .flatMap(container -> container.docker())
        .ifPresent(docker -> out.put("MARATHON_APP_DOCKER_IMAGE", docker.image()));
    Amounts amounts = app.spec().amounts();
    out.put("MARATHON_APP_RESOURCE_CPUS", Double.toString(amounts.cpus()));
    out.put("MARATHON_APP_RESOURCE_MEM", Double.toString(amounts.memMb()));
    out.put("MARATHON_APP_RESOURCE_DISK", Double.toString(amounts.diskMb()));
    out.put("MARATHON_APP_RESOURCE_GPUS", Integer.toString(amounts.gpus()));
    Map<String, String> labels = new LinkedHashMap<>();
    app.spec()
        .labels()
        .forEach(
            (key, value) -> {
              if (value.length() <= MAX_LABEL_LENGTH) {
                labels.put(variable(key), value);
              }
            });
    out.put("MARATHON_APP_LABELS", String.join(" ", labels.keySet()));
    labels.forEach((key, value) -> out.put("MARATHON_APP_LABEL_" + key, value));
  }

  private static void ports(
      App app, String host, List<Integer> ports, Map<String, String> variables) {
    variables.put("HOST", host);
    List<PortSpec> specs = app.spec().ports();
    for (int i = 0; i < specs.size(); i++) {
      PortSpec spec = specs.get(i);
      String port = Integer.toString(ports.get(i));
      int asked = spec.asked() == 0 ? ports.get(i) : spec.asked();
      variables.put("PORT" + i, port);
      variables.put("PORT_" + asked, port);
      spec.name().ifPresent(name -> variables.put("PORT_" + variable(name), port));
    }
    if (!ports.isEmpty()) {
      variables.put("PORT", Integer.toString(ports.getFirst()));
      variables.put(
          "PORTS", ports.stream().map(p -> Integer.toString(p)).collect(Collectors.joining(",")));
    }
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]+", "_");
  }
}
