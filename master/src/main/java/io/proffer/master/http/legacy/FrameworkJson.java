package io.proffer.master.http.legacy;

import io.proffer.core.model.Resources;
import io.proffer.core.model.Secrets;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.protocol.legacy.ResourcesJson;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;

/** A framework in {@code /state}, {@code /frameworks} and, as a summary, {@code /state-summary}. */
final class FrameworkJson {

  private FrameworkJson() {}

  static void writeSummary(LegacyWriter out, Framework framework, Allocations allocations)
      throws IOException {
    FrameworkInfo info = framework.info();
    Allocations.Share share = allocations.of(framework.id());
    out.string("id", framework.id().value());
    out.string("name", info.getName());
    ResourcesJson.write(out, "used_resources", share.totalUsed());
    ResourcesJson.write(out, "offered_resources", share.totalOffered());
    out.strings("capabilities", info.getCapabilitiesList(), c -> c.getType().name());
    out.string("hostname", info.getHostname());
    out.string("webui_url", info.getWebuiUrl());
    out.bool("active", framework.connected());
    out.bool("connected", framework.connected());
    out.bool("recovered", framework.recovered());
  }

  /**
   * @param rendered a task of it in JSON
   */
  static void write(
      LegacyWriter out,
      FrameworkSnapshot snapshot,
      Allocations allocations,
      Function<Task, byte[]> rendered)
      throws IOException {
    Framework framework = snapshot.framework();
    writeSummary(out, framework, allocations);
    writeInfo(out, framework);
    Allocations.Share share = allocations.of(framework.id());
    Resources held = share.totalUsed().plus(share.totalOffered());
    ResourcesJson.write(out, "resources", held);
    if (!framework.registeredAt().equals(framework.reregisteredAt())) {
      out.time("reregistered_time", framework.reregisteredAt());
    }
    writeRoles(out, framework.info());
    out.rendered("tasks", snapshot.tasks(), rendered);
    out.rendered("unreachable_tasks", snapshot.unreachableTasks(), rendered);
    out.rendered("completed_tasks", snapshot.completedTasks(), rendered);
    out.objects("offers", snapshot.offers(), FrameworkJson::writeOffer);
    out.objects("executors", snapshot.executors(), FrameworkJson::writeExecutor);
    if (framework.info().hasLabels()) {
      out.messages("labels", framework.info().getLabels().getLabelsList());
    }
    out.message("offer_constraints", OfferConstraints.getDefaultInstance());
  }

  private static void writeInfo(LegacyWriter out, Framework framework) throws IOException {
    FrameworkInfo info = framework.info();
    out.string("user", info.getUser());
    out.number("failover_timeout", info.getFailoverTimeout());
    out.bool("checkpoint", info.getCheckpoint());
    out.time("registered_time", framework.registeredAt());
    out.time("unregistered_time", framework.unregisteredAt().orElse(Instant.EPOCH));
    if (info.hasPrincipal()) {
      out.string("principal", info.getPrincipal());
    }
  }

  /** As the framework said it: old ones have one role, all others a list. */
  @SuppressWarnings("deprecation")
  private static void writeRoles(LegacyWriter out, FrameworkInfo info) throws IOException {
    boolean multiRole =
        info.getCapabilitiesList().stream()
            .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    if (multiRole) {
      out.strings("roles", info.getRolesList(), role -> role);
    } else {
      out.string("role", info.getRole());
    }
  }

  private static void writeOffer(LegacyWriter out, Offer offer) throws IOException {
    out.string("id", offer.id().value());
    out.string("framework_id", offer.framework().value());
    out.message("allocation_info", AllocationInfo.newBuilder().setRole(offer.role()));
    out.string("slave_id", offer.agent().value());
    ResourcesJson.write(out, "resources", offer.resources());
  }

  private static void writeExecutor(LegacyWriter out, Executor executor) throws IOException {
    ExecutorInfo info = executor.info();
    out.string("executor_id", executor.id().value());
    out.string("name", info.getName());
    out.string("framework_id", executor.framework().value());
    out.object("command", o -> writeCommand(o, Secrets.hidden(info.getCommand())));
    ResourcesJson.write(out, "resources", executor.resources());
    out.string("role", executor.role());
    if (info.hasLabels()) {
      out.messages("labels", info.getLabels().getLabelsList());
    }
    if (info.hasType()) {
      out.string("type", info.getType().name());
    }
    out.string("slave_id", executor.agent().value());
  }

  private static void writeCommand(LegacyWriter out, CommandInfo command) throws IOException {
    if (command.hasShell()) {
      out.bool("shell", command.getShell());
    }
    if (command.hasValue()) {
      out.string("value", command.getValue());
    }
    out.strings("argv", command.getArgumentsList(), argument -> argument);
    if (command.hasEnvironment()) {
      out.message("environment", command.getEnvironment());
    }
    out.objects(
        "uris",
        command.getUrisList(),
        (o, uri) -> {
          o.string("value", uri.getValue());
          o.bool("executable", uri.getExecutable());
        });
  }
}
