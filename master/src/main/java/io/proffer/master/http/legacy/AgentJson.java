package io.proffer.master.http.legacy;

import io.proffer.core.model.Attributes;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.protocol.legacy.ResourcesJson;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DrainInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** An agent in {@code /state}, {@code /slaves} and {@code /state-summary}. */
final class AgentJson {

  private AgentJson() {}

  static void write(LegacyWriter out, Agent agent, MasterSnapshot snapshot, Allocations allocations)
      throws IOException {
    AgentInfo info = agent.info();
    Allocations.Share share = allocations.of(agent.id());
    writeRecovered(out, info);
    out.string("pid", pid(agent));
    out.time("registered_time", agent.registeredAt());
    if (agent.reregisteredAt().isPresent()) {
      out.time("reregistered_time", agent.reregisteredAt().get());
    }
    ResourcesJson.write(out, "resources", agent.total());
    ResourcesJson.write(out, "used_resources", share.totalUsed());
    ResourcesJson.write(out, "offered_resources", share.totalOffered());
    ResourcesJson.writeReserved(out, "reserved_resources", agent.total());
    ResourcesJson.write(out, "unreserved_resources", agent.total().unreserved());
    out.bool("active", snapshot.isActive(agent));
    writeDeactivation(out, snapshot.deactivation(agent.id()));
    out.string("version", agent.version());
    out.strings("capabilities", agent.capabilities(), capability -> capability);
  }

  /** What is known of an agent that a master before admitted, and of any other too. */
  static void writeRecovered(LegacyWriter out, AgentInfo info) throws IOException {
    out.string("id", info.getId().getValue());
    out.string("hostname", info.getHostname());
    out.integer("port", info.getPort());
    writeAttributes(out, info.getAttributesList());
    if (info.hasDomain()) {
      out.message("domain", info.getDomain());
    }
  }

  private static void writeDeactivation(LegacyWriter out, Optional<Deactivation> deactivation)
      throws IOException {
    out.bool("deactivated", deactivation.isPresent());
    Optional<DrainInfo> drain = deactivation.flatMap(Deactivation::drain);
    if (drain.isPresent()) {
      out.message("drain_info", drain.get());
    }
    Optional<Instant> begunAt = deactivation.flatMap(Deactivation::drainBegunAt);
    if (begunAt.isPresent()) {
      out.integer("estimated_drain_start_time_seconds", begunAt.get().getEpochSecond());
    }
  }

  /** With the resources as messages, which say what the sums do not. */
  static void writeFull(
      LegacyWriter out, Agent agent, MasterSnapshot snapshot, Allocations allocations)
      throws IOException {
    write(out, agent, snapshot, allocations);
    Allocations.Share share = allocations.of(agent.id());
    ResourcesJson.writeReservedInFull(out, "reserved_resources_full", agent.total());
    out.messages(
        "unreserved_resources_full", agent.total().unreserved().toProtos(ResourceFormat.ENDPOINT));
    out.messages("used_resources_full", allocated(share.used()));
    out.messages("offered_resources_full", allocated(share.offered()));
  }

  static String pid(Agent agent) {
    return "slave(1)@" + agent.address();
  }

  private static void writeAttributes(LegacyWriter out, List<Attribute> attributes)
      throws IOException {
    // A name may occur more than once; in an object only one of them is seen, the last.
    Map<String, Attribute> byName = new TreeMap<>();
    attributes.forEach(attribute -> byName.put(attribute.getName(), attribute));
    out.object(
        "attributes",
        o -> {
          for (Attribute attribute : byName.values()) {
            if (attribute.getType() == Value.Type.SCALAR) {
              o.number(attribute.getName(), attribute.getScalar().getValue());
            } else {
              o.string(attribute.getName(), Attributes.valueText(attribute));
            }
          }
        });
  }

  private static List<Resource> allocated(SortedMap<String, Resources> byRole) {
    List<Resource> resources = new ArrayList<>();
    byRole.forEach(
        (role, held) ->
            resources.addAll(
                Resources.withAllocation(held.toProtos(ResourceFormat.ENDPOINT), role)));
    return resources;
  }
}
