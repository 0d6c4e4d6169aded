package io.proffer.master.http.legacy;

import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.MasterCapabilities;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.MasterInfo;

/** {@code /state}, and {@code /slaves} and {@code /frameworks}, which are parts of it. */
public final class StateJson {

  private StateJson() {}

  /**
   * @param tasks where they are kept between two answers
   */
  public static byte[] state(
      MasterSelf self, LeadingMaster master, MasterSnapshot snapshot, RenderedTasks tasks) {
    Allocations allocations = Allocations.of(snapshot);
    Function<Task, byte[]> rendered = tasks.of(snapshot);
    return LegacyWriter.object(
        out -> {
          writeSelf(out, self, master, snapshot);
          out.objects(
              "slaves", snapshot.agents(), (o, a) -> AgentJson.write(o, a, snapshot, allocations));
          out.objects("recovered_slaves", snapshot.recoveredAgents(), AgentJson::writeRecovered);
          writeFrameworks(out, snapshot.frameworks(), "frameworks", allocations, rendered);
          writeFrameworks(
              out, snapshot.completedFrameworks(), "completed_frameworks", allocations, rendered);
          out.emptyList("orphan_tasks");
          out.emptyList("unregistered_frameworks");
        });
  }

  /**
   * @param wanted the only agent to be in it
   */
  public static byte[] slaves(MasterSnapshot snapshot, Optional<String> wanted) {
    Allocations allocations = Allocations.of(snapshot);
    return LegacyWriter.object(
        out -> {
          out.objects(
              "slaves",
              snapshot.agents().stream()
                  .filter(agent -> wanted.map(agent.id().value()::equals).orElse(true))
                  .toList(),
              (o, agent) -> AgentJson.writeFull(o, agent, snapshot, allocations));
          out.objects("recovered_slaves", snapshot.recoveredAgents(), AgentJson::writeRecovered);
        });
  }

  /**
   * @param tasks where they are kept between two answers
   */
  public static byte[] frameworks(MasterSnapshot snapshot, RenderedTasks tasks) {
    return frameworks(
        snapshot, snapshot.frameworks(), snapshot.completedFrameworks(), tasks.of(snapshot));
  }

  /**
   * @param wanted the only framework to be in it
   */
  public static byte[] framework(MasterSnapshot snapshot, String wanted) {
    return frameworks(
        snapshot,
        wanted(snapshot.frameworks(), wanted),
        wanted(snapshot.completedFrameworks(), wanted),
        RenderedTasks::one);
  }

  private static byte[] frameworks(
      MasterSnapshot snapshot,
      List<MasterSnapshot.FrameworkSnapshot> frameworks,
      List<MasterSnapshot.FrameworkSnapshot> completed,
      Function<Task, byte[]> rendered) {
    Allocations allocations = Allocations.of(snapshot);
    return LegacyWriter.object(
        out -> {
          writeFrameworks(out, frameworks, "frameworks", allocations, rendered);
          writeFrameworks(out, completed, "completed_frameworks", allocations, rendered);
          out.emptyList("unregistered_frameworks");
        });
  }

  private static List<MasterSnapshot.FrameworkSnapshot> wanted(
      List<MasterSnapshot.FrameworkSnapshot> frameworks, String wanted) {
    return frameworks.stream().filter(f -> f.framework().id().value().equals(wanted)).toList();
  }

  private static void writeFrameworks(
      LegacyWriter out,
      List<MasterSnapshot.FrameworkSnapshot> frameworks,
      String name,
      Allocations allocations,
      Function<Task, byte[]> rendered)
      throws IOException {
    out.objects(name, frameworks, (o, f) -> FrameworkJson.write(o, f, allocations, rendered));
  }

  private static void writeSelf(
      LegacyWriter out, MasterSelf self, LeadingMaster master, MasterSnapshot snapshot)
      throws IOException {
    MasterInfo info = master.info();
    VersionJson.write(out, self.build());
    out.time("start_time", self.startedAt());
    out.time("elected_time", master.electedAt());
    out.string("id", info.getId());
    out.string("pid", info.getPid());
    out.string("hostname", info.getHostname());
    out.strings("capabilities", MasterCapabilities.NAMES, name -> name);
    long active = snapshot.agents().stream().filter(snapshot::isActive).count();
    out.count("activated_slaves", active);
    out.count("deactivated_slaves", snapshot.agents().size() - active);
    out.count("unreachable_slaves", snapshot.unreachableAgents().size());
    out.string("leader", info.getPid());
    out.object(
        "leader_info",
        o -> {
          o.string("id", info.getId());
          o.string("pid", info.getPid());
          o.integer("port", info.getPort());
          o.string("hostname", info.getHostname());
        });
    out.string("cluster", self.clusterName());
    if (self.log().isPresent()) {
      out.string("external_log_file", self.log().get().toString());
    }
    writeFlags(out, self.flags());
  }

  static void writeFlags(LegacyWriter out, Map<String, String> flags) throws IOException {
    out.object(
        "flags",
        o -> {
          for (Map.Entry<String, String> flag : flags.entrySet()) {
            o.string(flag.getKey(), flag.getValue());
          }
        });
  }
}
