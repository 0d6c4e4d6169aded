package io.proffer.master.http.legacy;

import io.proffer.core.model.Secrets;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.protocol.legacy.ResourcesJson;
import io.proffer.core.protocol.legacy.StatusJson;
import io.proffer.master.state.Task;
import java.io.IOException;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** A task in {@code /state}, {@code /frameworks} and {@code /tasks}. */
final class TaskJson {

  private TaskJson() {}

  static void write(LegacyWriter out, Task task) throws IOException {
    TaskInfo info = task.info();
    out.string("id", task.key().task().value());
    out.string("name", info.getName());
    out.string("framework_id", task.key().framework().value());
    out.string("executor_id", task.executor().map(id -> id.value()).orElse(""));
    out.string("slave_id", task.agent().value());
    out.string("state", task.state().name());
    ResourcesJson.write(out, "resources", task.resources());
    if (info.getLimitsCount() > 0) {
      out.object(
          "limits",
          o -> {
            for (var limit : info.getLimitsMap().entrySet()) {
              Value.Scalar value = limit.getValue();
              o.number(limit.getKey(), value.getValue());
            }
          });
    }
    out.string("role", task.role());
    out.objects("statuses", task.statuses(), StatusJson::write);
    writeOptional(out, info);
  }

  private static void writeOptional(LegacyWriter out, TaskInfo info) throws IOException {
    if (info.getCommand().hasUser()) {
      out.string("user", info.getCommand().getUser());
    } else if (info.getExecutor().getCommand().hasUser()) {
      out.string("user", info.getExecutor().getCommand().getUser());
    }
    if (info.hasLabels()) {
      out.messages("labels", info.getLabels().getLabelsList());
    }
    if (info.hasDiscovery()) {
      out.message("discovery", info.getDiscovery());
    }
    if (info.hasContainer()) {
      out.message("container", Secrets.hidden(info.getContainer()));
    }
    if (info.hasHealthCheck()) {
      out.message("health_check", info.getHealthCheck());
    }
  }
}
