package io.proffer.master.registry;

import static io.proffer.master.registry.Change.put;
import static io.proffer.master.registry.Change.remove;
import static io.proffer.master.registry.Section.AGENTS;
import static io.proffer.master.registry.Section.COMPLETED_FRAMEWORKS;
import static io.proffer.master.registry.Section.DEACTIVATIONS;
import static io.proffer.master.registry.Section.FRAMEWORKS;
import static io.proffer.master.registry.Section.GONE_AGENTS;
import static io.proffer.master.registry.Section.MACHINES_DOWN;
import static io.proffer.master.registry.Section.QUOTAS;
import static io.proffer.master.registry.Section.SCHEDULE;
import static io.proffer.master.registry.Section.UNREACHABLE_AGENTS;
import static io.proffer.master.registry.Section.WEIGHTS;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.Maintenance;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.Quota;
import io.proffer.master.state.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/**
 * What facts change of what is kept. A new durable fact is a case here, a section if it is of a new
 * kind, and its place in {@link FactsCodec}.
 */
final class FactChanges {

  private static final String THE_SCHEDULE = "";

  private final FactTable known;
  private final Retention retention;

  /**
   * @param known what is kept without the fact asked about; live
   */
  FactChanges(FactTable known, Retention retention) {
    this.known = known;
    this.retention = retention;
  }

  /** Nothing for a fact that is not recorded. */
  List<Change> of(MasterEvent fact) {
    return switch (fact) {
      case MasterEvent.FactsReplaced e -> replaced(e.facts());
      case MasterEvent.FactsRecovered e -> recovered(e);
      case MasterEvent.AgentAdmitted e -> admitted(e.agent().id(), e.agent().info());
      case MasterEvent.AgentReregistered e -> admitted(e.agent().id(), e.agent().info());
      case MasterEvent.AgentMarkedUnreachable e -> unreachable(e.agent(), e.at());
      case MasterEvent.AgentRemoved e -> removed(e.agent());
      case MasterEvent.AgentMarkedGone e -> gone(e.agent(), e.at());
      case MasterEvent.AgentsForgotten e -> forgotten(e);
      case MasterEvent.AgentDeactivated e -> deactivated(e.agent());
      case MasterEvent.AgentDrainBegun e ->
          List.of(deactivation(e.agent(), Deactivation.draining(e.config(), e.at())));
      case MasterEvent.AgentDrained e ->
          known
              .get(DEACTIVATIONS, e.agent().value())
              .map(value -> List.of(deactivation(e.agent(), readDeactivation(value).drained())))
              .orElse(List.of());
      case MasterEvent.AgentReactivated e -> List.of(remove(DEACTIVATIONS, e.agent().value()));
      case MasterEvent.MaintenanceScheduled e -> List.of(schedule(e.schedule()));
      case MasterEvent.MachinesBroughtDown e -> down(e);
      case MasterEvent.MachinesBroughtUp e -> up(e);
      case MasterEvent.WeightsUpdated e -> e.weights().stream().map(FactChanges::weight).toList();
      case MasterEvent.QuotasUpdated e -> e.configs().stream().map(FactChanges::quota).toList();
      case MasterEvent.FrameworkSubscribed e -> List.of(framework(e.framework()));
      case MasterEvent.FrameworkRecovered e -> List.of(framework(e.framework()));
      case MasterEvent.FrameworkResubscribed e -> List.of(changed(e.framework(), e.info()));
      case MasterEvent.FrameworkUpdated e -> List.of(changed(e.framework(), e.info()));
      case MasterEvent.FrameworkDisconnected e -> away(e.framework(), e.at());
      case MasterEvent.FrameworkCompleted e -> completed(e.framework(), e.at());
      case MasterEvent.AgentOversubscribed e -> List.of();
      case MasterEvent.AgentDisconnected e -> List.of();
      case MasterEvent.InverseOfferMade e -> List.of();
      case MasterEvent.InverseOfferEnded e -> List.of();
      case MasterEvent.RolesSuppressed e -> List.of();
      case MasterEvent.OfferMade e -> List.of();
      case MasterEvent.OfferEnded e -> List.of();
      case MasterEvent.TaskLaunched e -> List.of();
      case MasterEvent.TaskRecovered e -> List.of();
      case MasterEvent.TaskUpdated e -> List.of();
      case MasterEvent.UpdateAcknowledged e -> List.of();
      case MasterEvent.TaskCompleted e -> List.of();
      case MasterEvent.TaskBecameUnreachable e -> List.of();
      case MasterEvent.UnreachableTaskEnded e -> List.of();
      case MasterEvent.ExecutorLaunched e -> List.of();
      case MasterEvent.ExecutorEnded e -> List.of();
      case MasterEvent.OfOperation e -> List.of();
    };
  }

  private List<Change> replaced(DurableFacts facts) {
    List<Change> changes = new ArrayList<>();
    known.changes().forEach(entry -> changes.add(remove(entry.section(), entry.key())));
    changes.addAll(FactsCodec.write(facts).changes());
    return changes;
  }

  // ---- agents

  private static List<Change> admitted(AgentId id, AgentInfo info) {
    return List.of(
        put(AGENTS, id.value(), info.toByteString()), remove(UNREACHABLE_AGENTS, id.value()));
  }

  private static List<Change> removed(AgentId id) {
    return List.of(
        remove(AGENTS, id.value()),
        remove(UNREACHABLE_AGENTS, id.value()),
        remove(DEACTIVATIONS, id.value()));
  }

  private List<Change> unreachable(AgentId id, Instant at) {
    List<Change> changes = new ArrayList<>();
    changes.add(remove(AGENTS, id.value()));
    changes.add(put(UNREACHABLE_AGENTS, id.value(), Values.of(at)));
    for (String oldest : overflow(UNREACHABLE_AGENTS, id.value(), retention.unreachableAgents())) {
      changes.add(remove(UNREACHABLE_AGENTS, oldest));
      changes.add(remove(DEACTIVATIONS, oldest));
    }
    return changes;
  }

  private List<Change> gone(AgentId id, Instant at) {
    List<Change> changes = new ArrayList<>(removed(id));
    changes.add(put(GONE_AGENTS, id.value(), Values.of(at)));
    for (String oldest : overflow(GONE_AGENTS, id.value(), retention.unreachableAgents())) {
      changes.add(remove(GONE_AGENTS, oldest));
    }
    return changes;
  }

  private List<Change> forgotten(MasterEvent.AgentsForgotten fact) {
    List<Change> changes = new ArrayList<>();
    for (AgentId id : fact.unreachable()) {
      if (known.get(UNREACHABLE_AGENTS, id.value()).isPresent()) {
        changes.add(remove(UNREACHABLE_AGENTS, id.value()));
        changes.add(remove(DEACTIVATIONS, id.value()));
      }
    }
    fact.gone().forEach(id -> changes.add(remove(GONE_AGENTS, id.value())));
    return changes;
  }

  private List<Change> deactivated(AgentId id) {
    return known.get(DEACTIVATIONS, id.value()).isPresent()
        ? List.of()
        : List.of(deactivation(id, Deactivation.WITHOUT_DRAIN));
  }

  private static Change deactivation(AgentId id, Deactivation how) {
    return put(DEACTIVATIONS, id.value(), Values.of(how));
  }

  private static Deactivation readDeactivation(ByteString value) {
    try {
      return Values.deactivation(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a deactivation was kept that cannot be read", e);
    }
  }

  // ---- maintenance

  static Change schedule(Schedule schedule) {
    return put(SCHEDULE, THE_SCHEDULE, schedule.toByteString());
  }

  private static List<Change> down(MasterEvent.MachinesBroughtDown fact) {
    return fact.machines().stream().map(MachineKey::of).map(FactChanges::down).toList();
  }

  static Change down(MachineKey machine) {
    return put(MACHINES_DOWN, name(machine), machine.toProto().toByteString());
  }

  private List<Change> up(MasterEvent.MachinesBroughtUp fact) {
    Set<MachineKey> machines = new HashSet<>();
    List<Change> changes = new ArrayList<>();
    for (var id : fact.machines()) {
      if (machines.add(MachineKey.of(id))) {
        changes.add(remove(MACHINES_DOWN, name(MachineKey.of(id))));
      }
    }
    changes.add(schedule(Maintenance.without(scheduled(), machines)));
    return changes;
  }

  private Schedule scheduled() {
    try {
      return Schedule.parseFrom(known.get(SCHEDULE, THE_SCHEDULE).orElse(ByteString.EMPTY));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a maintenance schedule was kept that cannot be read", e);
    }
  }

  private static String name(MachineKey machine) {
    return machine.hostname().orElse("") + " " + machine.ip().orElse("");
  }

  // ---- roles

  static Change weight(WeightInfo info) {
    return put(WEIGHTS, info.getRole(), info.toByteString());
  }

  /** A quota that says nothing is none. */
  static Change quota(QuotaConfig config) {
    return Quota.of(config).isNone()
        ? remove(QUOTAS, config.getRole())
        : put(QUOTAS, config.getRole(), config.toByteString());
  }

  // ---- frameworks

  private static Change framework(Framework framework) {
    return put(FRAMEWORKS, framework.id().value(), Values.of(framework));
  }

  private Change changed(FrameworkId id, FrameworkInfo info) {
    return put(FRAMEWORKS, id.value(), Values.changed(known.get(FRAMEWORKS, id.value()), info));
  }

  /** Those that were connected to the master before are away since this one leads. */
  private List<Change> recovered(MasterEvent.FactsRecovered fact) {
    return fact.facts().frameworks().stream()
        .filter(framework -> framework.disconnectedAt().isEmpty())
        .flatMap(framework -> away(framework.id(), fact.at()).stream())
        .toList();
  }

  private List<Change> away(FrameworkId id, Instant since) {
    return known
        .get(FRAMEWORKS, id.value())
        .map(before -> List.of(put(FRAMEWORKS, id.value(), Values.away(before, since))))
        .orElse(List.of());
  }

  private List<Change> completed(FrameworkId id, Instant at) {
    Optional<ByteString> before = known.get(FRAMEWORKS, id.value());
    List<Change> changes = new ArrayList<>();
    changes.add(remove(FRAMEWORKS, id.value()));
    changes.add(put(COMPLETED_FRAMEWORKS, id.value(), Values.ended(before, at)));
    for (String oldest :
        overflow(COMPLETED_FRAMEWORKS, id.value(), retention.completedFrameworks())) {
      changes.add(remove(COMPLETED_FRAMEWORKS, oldest));
    }
    return changes;
  }

  /** The oldest of a section, as many as are too many when one is added. */
  private List<String> overflow(Section section, String added, int limit) {
    var entries = known.entries(section);
    int over = entries.size() + (entries.containsKey(added) ? 0 : 1) - limit;
    List<String> oldest = new ArrayList<>();
    Iterator<String> keys = entries.keySet().iterator();
    while (oldest.size() < over && keys.hasNext()) {
      oldest.add(keys.next());
    }
    if (oldest.size() < over) {
      oldest.add(added);
    }
    return oldest;
  }
}
