package io.proffer.master.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.core.model.AgentId;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.Quota;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/** What is kept, as it is known and as it is written. */
final class FactsCodec {

  /** Reads one value. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ByteString value) throws InvalidProtocolBufferException;
  }

  private FactsCodec() {}

  /**
   * What a table says.
   *
   * @param place where it was read
   */
  static DurableFacts read(FactTable table, Place place) {
    Reading in = new Reading(table, place);
    return new DurableFacts(
        in.byAgent(Section.AGENTS, AgentInfo::parseFrom),
        in.byAgent(Section.UNREACHABLE_AGENTS, Values::instant),
        in.byAgent(Section.GONE_AGENTS, Values::instant),
        in.byAgent(Section.DEACTIVATIONS, Values::deactivation),
        in.all(Section.SCHEDULE, Schedule::parseFrom).values().stream()
            .findFirst()
            .orElse(Schedule.getDefaultInstance()),
        Set.copyOf(
            in.all(Section.MACHINES_DOWN, v -> MachineKey.of(MachineID.parseFrom(v))).values()),
        List.copyOf(in.all(Section.FRAMEWORKS, Values::framework).values()),
        List.copyOf(in.all(Section.COMPLETED_FRAMEWORKS, Values::framework).values()),
        in.all(Section.WEIGHTS, value -> WeightInfo.parseFrom(value).getWeight()),
        in.all(Section.QUOTAS, value -> Quota.of(QuotaConfig.parseFrom(value))));
  }

  /** The table that says this. */
  static FactTable write(DurableFacts facts) {
    FactTable table = new FactTable();
    List<Change> changes = new ArrayList<>();
    facts.agents().forEach((id, info) -> put(changes, Section.AGENTS, id, info.toByteString()));
    facts
        .unreachableAgents()
        .forEach((id, at) -> put(changes, Section.UNREACHABLE_AGENTS, id, Values.of(at)));
    facts.goneAgents().forEach((id, at) -> put(changes, Section.GONE_AGENTS, id, Values.of(at)));
    facts
        .deactivations()
        .forEach((id, how) -> put(changes, Section.DEACTIVATIONS, id, Values.of(how)));
    if (facts.schedule().getWindowsCount() > 0) {
      changes.add(FactChanges.schedule(facts.schedule()));
    }
    facts.machinesDown().forEach(machine -> changes.add(FactChanges.down(machine)));
    facts.frameworks().forEach(f -> changes.add(framework(Section.FRAMEWORKS, f)));
    facts
        .completedFrameworks()
        .forEach(f -> changes.add(framework(Section.COMPLETED_FRAMEWORKS, f)));
    facts
        .weights()
        .forEach(
            (role, weight) ->
                changes.add(
                    FactChanges.weight(
                        WeightInfo.newBuilder().setRole(role).setWeight(weight).build())));
    facts.quotas().forEach((role, quota) -> changes.add(FactChanges.quota(quota.toConfig(role))));
    changes.forEach(table::apply);
    return table;
  }

  private static void put(List<Change> changes, Section section, AgentId id, ByteString value) {
    changes.add(Change.put(section, id.value(), value));
  }

  private static Change framework(Section section, Framework framework) {
    return Change.put(section, framework.id().value(), Values.of(framework));
  }

  private record Reading(FactTable table, Place place) {

    <T> Map<AgentId, T> byAgent(Section section, Reader<T> reader) {
      Map<AgentId, T> read = new LinkedHashMap<>();
      all(section, reader).forEach((id, value) -> read.put(new AgentId(id), value));
      return read;
    }

    <T> Map<String, T> all(Section section, Reader<T> reader) {
      Map<String, T> read = new LinkedHashMap<>();
      table
          .entries(section)
          .forEach((key, value) -> read.put(key, one(section, key, value, reader)));
      return read;
    }

    private <T> T one(Section section, String key, ByteString value, Reader<T> reader) {
      try {
        return reader.read(value);
      } catch (InvalidProtocolBufferException | RuntimeException e) {
        throw place.damaged(
            "'%s' of %s cannot be read: %s".formatted(key, section, e.getMessage()));
      }
    }
  }
}
