package io.proffer.agent.http;

import io.proffer.agent.kernel.AgentTotal;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.ExecutorView;
import io.proffer.agent.view.FrameworkView;
import io.proffer.agent.view.TaskStage;
import io.proffer.agent.view.TaskView;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Secrets;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.protocol.legacy.ResourcesJson;
import io.proffer.core.protocol.legacy.StatusJson;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** {@code /state} of an agent: what Mesos' web UI and the log collectors of old read. */
final class StateJson {

  private final AgentSelf self;
  private final AgentSnapshot snapshot;
  private final SandboxLayout layout;

  StateJson(AgentSelf self, AgentSnapshot snapshot) {
    this.self = self;
    this.snapshot = snapshot;
    this.layout = new SandboxLayout(self.workDir());
  }

  byte[] render() {
    return LegacyWriter.object(this::write);
  }

  private void write(LegacyWriter out) throws IOException {
    LegacyEndpoints.writeVersion(out, self);
    out.time("start_time", self.startedAt());
    out.string("id", snapshot.id().map(id -> id.value()).orElse(""));
    out.string("pid", "slave(1)@" + self.address());
    out.string("hostname", self.info().getHostname());
    out.strings("capabilities", self.capabilities(), c -> c);
    if (snapshot.drain().isPresent()) {
      out.message("drain_config", snapshot.drain().get().config());
      out.integer(
          "estimated_drain_start_time_seconds", snapshot.drain().get().begunAt().getEpochSecond());
    }
    writeResources(out);
    out.messages(
        "resource_providers",
        snapshot.providers().stream().map(ProviderMessages::provider).toList());
    out.object("attributes", this::writeAttributes);
    var master = self.masterHostname().get();
    if (master.isPresent()) {
      out.string("master_hostname", master.get());
    }
    if (self.log().isPresent()) {
      out.string("external_log_file", self.log().get().toString());
    }
    LegacyEndpoints.writeFlags(out, self);
    out.objects("frameworks", snapshot.frameworks(), this::writeFramework);
    out.objects("completed_frameworks", snapshot.completedFrameworks(), this::writeFramework);
  }

  private void writeResources(LegacyWriter out) throws IOException {
    Resources total = AgentTotal.of(self.total(), snapshot.converted()).total();
    for (ResourceProvider provider : snapshot.providers()) {
      total = total.plus(provider.total());
    }
    Resources used =
        snapshot.executors().map(StateMessages::held).reduce(Resources.empty(), Resources::plus);
    ResourcesJson.write(out, "resources", total);
    ResourcesJson.writeReserved(out, "reserved_resources", total);
    ResourcesJson.write(out, "unreserved_resources", total.unreserved());
    ResourcesJson.writeReservedInFull(out, "reserved_resources_full", total);
    out.messages("unreserved_resources_full", total.unreserved().toProtos(ResourceFormat.ENDPOINT));
    ResourcesJson.writeReserved(out, "reserved_resources_allocated", used);
    ResourcesJson.write(out, "unreserved_resources_allocated", used.unreserved());
  }

  private void writeAttributes(LegacyWriter out) throws IOException {
    for (Attribute attribute : self.info().getAttributesList()) {
      switch (attribute.getType()) {
        case SCALAR -> out.number(attribute.getName(), attribute.getScalar().getValue());
        case TEXT, RANGES, SET -> out.string(attribute.getName(), Attributes.valueText(attribute));
      }
    }
  }

  private void writeFramework(LegacyWriter out, FrameworkView framework) throws IOException {
    FrameworkInfo info = framework.info();
    out.string("id", info.getId().getValue());
    out.string("name", info.getName());
    out.string("user", info.getUser());
    out.number("failover_timeout", info.getFailoverTimeout());
    out.bool("checkpoint", info.getCheckpoint());
    out.string("hostname", info.getHostname());
    if (info.hasPrincipal()) {
      out.string("principal", info.getPrincipal());
    }
    writeRoles(out, info);
    out.objects("executors", framework.executors(), this::writeExecutor);
    out.objects("completed_executors", framework.completedExecutors(), this::writeExecutor);
  }

  @SuppressWarnings("deprecation") // the single role of frameworks that know no others
  private static void writeRoles(LegacyWriter out, FrameworkInfo info) throws IOException {
    if (info.getRolesCount() > 0) {
      out.strings("roles", info.getRolesList(), r -> r);
    } else {
      out.string("role", info.getRole());
    }
  }

  @SuppressWarnings("deprecation") // tools still read the source
  private void writeExecutor(LegacyWriter out, ExecutorView executor) throws IOException {
    out.string("id", executor.id().value());
    out.string("name", executor.info().getName());
    out.string("source", executor.info().getSource());
    out.string("container", executor.container().value());
    out.string(
        "directory",
        layout
            .run(executor.agent(), executor.framework(), executor.id(), executor.container())
            .toString());
    ResourcesJson.write(out, "resources", StateMessages.held(executor));
    out.string("role", executor.role());
    if (executor.info().hasType()) {
      out.string("type", executor.info().getType().name());
    }
    out.objects("tasks", executor.tasks(TaskStage.LAUNCHED).toList(), StateJson::writeTask);
    out.objects("queued_tasks", executor.tasks(TaskStage.QUEUED).toList(), StateJson::writeTask);
    out.objects(
        "completed_tasks",
        Stream.concat(executor.tasks(TaskStage.TERMINATED), executor.tasks(TaskStage.COMPLETED))
            .toList(),
        StateJson::writeTask);
  }

  private static void writeTask(LegacyWriter out, TaskView task) throws IOException {
    TaskInfo info = task.info();
    out.string("id", info.getTaskId().getValue());
    out.string("name", info.getName());
    out.string("framework_id", task.framework().value());
    out.string("executor_id", task.executor().map(e -> e.value()).orElse(""));
    out.string("slave_id", task.agent().value());
    out.string("state", task.state().name());
    ResourcesJson.write(out, "resources", Resources.of(info.getResourcesList()));
    out.string("role", task.role());
    out.objects("statuses", task.statuses(), StatusJson::write);
    if (info.hasLabels()) {
      out.messages("labels", info.getLabels().getLabelsList());
    }
    if (info.hasDiscovery()) {
      out.message("discovery", info.getDiscovery());
    }
    if (info.hasContainer()) {
      out.message("container", Secrets.hidden(info.getContainer()));
    }
  }
}
