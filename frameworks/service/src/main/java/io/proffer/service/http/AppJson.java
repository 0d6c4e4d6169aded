package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppWriter;
import io.proffer.service.kernel.Condition;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Apps with what is known of their instances. */
final class AppJson {

  private AppJson() {}

  static ObjectNode of(App app, ServiceSnapshot snapshot, Set<Embed> embed) {
    ObjectNode out = AppWriter.write(app);
    List<Instance> instances = snapshot.instances(app.id());
    if (embed.contains(Embed.COUNTS)) {
      counts(out, instances);
    }
    if (embed.contains(Embed.DEPLOYMENTS)) {
      ArrayNode deployments = out.putArray("deployments");
      snapshot.deployments().stream()
          .filter(deployment -> deployment.affects(app.id()))
          .forEach(deployment -> deployments.addObject().put("id", deployment.id()));
    }
    if (embed.contains(Embed.READINESS)) {
      ReadinessJson.write(out.putArray("readinessCheckResults"), snapshot.readiness(app.id()));
    }
    if (embed.contains(Embed.TASKS)) {
      out.set("tasks", TaskJson.list(instances, snapshot));
    }
    if (embed.contains(Embed.LAST_TASK_FAILURE)) {
      Optional.ofNullable(snapshot.failures().get(app.id()))
          .ifPresent(failure -> out.set("lastTaskFailure", TaskJson.failure(failure)));
    }
    if (embed.contains(Embed.TASK_STATS)) {
      TaskStats.write(out.putObject("taskStats"), app, instances, snapshot.at());
    }
    return out;
  }

  static void counts(ObjectNode out, List<Instance> instances) {
    long staged = instances.stream().filter(AppJson::isStaged).count();
    long running = instances.stream().filter(AppJson::isRunning).count();
    out.put("tasksStaged", staged);
    out.put("tasksRunning", running);
    out.put("tasksHealthy", health(instances, true));
    out.put("tasksUnhealthy", health(instances, false));
  }

  static boolean isStaged(Instance instance) {
    return instance.condition() == Condition.Provisioned
        || instance.condition() == Condition.Staging
        || instance.condition() == Condition.Starting;
  }

  static boolean isRunning(Instance instance) {
    return instance.condition() == Condition.Running;
  }

  static long health(List<Instance> instances, boolean healthy) {
    return instances.stream()
        .filter(i -> isRunning(i) && i.healthy().equals(Optional.of(healthy)))
        .count();
  }
}
