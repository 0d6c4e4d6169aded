package io.proffer.cli.client;

import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import io.proffer.core.model.AgentId;
import io.proffer.master.registry.SnapshotFile;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.maintenance.Protos.Window;

/**
 * Something that outlives a master, as {@code proffer snapshot inspect} shows it.
 *
 * @param kind such as {@code agent} or {@code ended framework}
 * @param id of an agent or a framework; the name of a role or a machine
 * @param name for people, if it has one
 * @param details what else is known of it
 * @param since when; empty when that is not known
 */
public record SnapshotRow(String kind, String id, String name, String details, String since) {

  private static final List<Column<SnapshotRow>> COLUMNS =
      List.of(
          Column.text("id", SnapshotRow::id),
          Column.text("kind", SnapshotRow::kind),
          Column.text("name", SnapshotRow::name),
          Column.text("details", SnapshotRow::details),
          Column.text("since", SnapshotRow::since));

  /** What is in a file. */
  public static Listing<SnapshotRow> list(SnapshotFile file) {
    return new Listing<>(COLUMNS, rows(file.facts()), "facts");
  }

  private static List<SnapshotRow> rows(DurableFacts facts) {
    List<SnapshotRow> rows = new ArrayList<>();
    facts.agents().forEach((id, info) -> rows.add(agent(id, info, facts)));
    facts
        .unreachableAgents()
        .forEach((id, at) -> rows.add(away("unreachable agent", id, at, facts)));
    facts.goneAgents().forEach((id, at) -> rows.add(away("gone agent", id, at, facts)));
    facts.schedule().getWindowsList().forEach(window -> addMachines(rows, window, facts));
    facts.frameworks().forEach(f -> rows.add(framework("framework", f, f.registeredAt())));
    facts
        .completedFrameworks()
        .forEach(
            f ->
                rows.add(
                    framework("ended framework", f, f.unregisteredAt().orElse(f.registeredAt()))));
    new TreeMap<>(facts.weights())
        .forEach((role, weight) -> rows.add(new SnapshotRow("weight", role, "", "" + weight, "")));
    new TreeMap<>(facts.quotas()).forEach((role, quota) -> rows.add(quota(role, quota)));
    return rows;
  }

  private static SnapshotRow agent(AgentId id, AgentInfo info, DurableFacts facts) {
    return new SnapshotRow("agent", id.value(), info.getHostname(), activity(id, facts), "");
  }

  private static SnapshotRow away(String kind, AgentId id, Instant at, DurableFacts facts) {
    return new SnapshotRow(kind, id.value(), "", activity(id, facts), at.toString());
  }

  private static String activity(AgentId id, DurableFacts facts) {
    Optional<Deactivation> how = Optional.ofNullable(facts.deactivations().get(id));
    return how.map(
            deactivation ->
                deactivation.drain().isEmpty()
                    ? "deactivated"
                    : deactivation.isDraining() ? "draining" : "drained")
        .orElse("");
  }

  private static void addMachines(List<SnapshotRow> rows, Window window, DurableFacts facts) {
    Instant start = Instant.EPOCH.plusNanos(window.getUnavailability().getStart().getNanoseconds());
    for (MachineID machine : window.getMachineIdsList()) {
      boolean down = facts.machinesDown().contains(MachineKey.of(machine));
      String id = machine.getHostname() + (machine.hasIp() ? "/" + machine.getIp() : "");
      rows.add(new SnapshotRow("machine", id, "", down ? "down" : "scheduled", start.toString()));
    }
  }

  private static SnapshotRow quota(String role, Quota quota) {
    String details = "guarantee %s, limit %s".formatted(quota.guarantees(), quota.limits());
    return new SnapshotRow("quota", role, "", details, "");
  }

  private static SnapshotRow framework(String kind, Framework framework, Instant since) {
    String details =
        "roles %s, failover timeout %ss"
            .formatted(
                String.join(",", framework.roles()),
                Math.round(framework.info().getFailoverTimeout()));
    return new SnapshotRow(
        kind, framework.id().value(), framework.info().getName(), details, since.toString());
  }
}
