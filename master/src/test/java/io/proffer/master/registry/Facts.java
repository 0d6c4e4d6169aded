package io.proffer.master.registry;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/** Facts as a master decides them. */
final class Facts {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00.000000001Z");

  private Facts() {}

  static AgentId agent(int number) {
    return new AgentId("4b9d1e0c-0000-4000-8000-000000000000-S" + number);
  }

  static AgentInfo info(int number) {
    return AgentInfo.newBuilder()
        .setId(agent(number).toProto())
        .setHostname("node" + number + ".example")
        .setPort(5051)
        .addAllResources(Resources.parse("cpus:8;mem:16384;ports:[31000-32000]").toProtos())
        .build();
  }

  static MasterEvent admitted(int number) {
    return new MasterEvent.AgentAdmitted(
        new Agent(
            agent(number),
            info(number),
            "10.0.0.1:5051",
            "test",
            List.of(),
            Resources.parse("cpus:8"),
            List.of(),
            Optional.empty(),
            NOON,
            Optional.empty()),
        false);
  }

  static MasterEvent unreachable(int number) {
    return new MasterEvent.AgentMarkedUnreachable(agent(number), NOON);
  }

  static MasterEvent gone(int number) {
    return new MasterEvent.AgentMarkedGone(agent(number), NOON);
  }

  static MasterEvent drainBegun(int number) {
    return new MasterEvent.AgentDrainBegun(
        agent(number), DrainConfig.newBuilder().setMarkGone(true).build(), Optional.of(NOON));
  }

  static MachineID machine(int number) {
    return MachineID.newBuilder().setHostname("Node" + number).setIp("10.0.0." + number).build();
  }

  static Schedule schedule(int... machines) {
    Window.Builder window =
        Window.newBuilder()
            .setUnavailability(
                Unavailability.newBuilder().setStart(TimeInfo.newBuilder().setNanoseconds(1)));
    for (int machine : machines) {
      window.addMachineIds(machine(machine));
    }
    return Schedule.newBuilder().addWindows(window).build();
  }

  static WeightInfo weight(String role, double weight) {
    return WeightInfo.newBuilder().setRole(role).setWeight(weight).build();
  }

  static FrameworkId framework(int number) {
    return new FrameworkId("4b9d1e0c-0000-4000-8000-000000000000-%04d".formatted(number));
  }

  static FrameworkInfo frameworkInfo(int number) {
    return FrameworkInfo.newBuilder()
        .setId(framework(number).toProto())
        .setUser("nobody")
        .setName("framework " + number)
        .addRoles("role")
        .setFailoverTimeout(604800)
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .build();
  }

  static MasterEvent subscribed(int number) {
    return new MasterEvent.FrameworkSubscribed(
        new Framework(
            framework(number),
            frameworkInfo(number),
            new TreeSet<>(List.of("role")),
            new TreeSet<>(List.of("role")),
            Optional.of(new StreamId("stream")),
            false,
            NOON,
            NOON,
            Optional.empty(),
            Optional.empty()));
  }

  static MasterEvent completed(int number) {
    return new MasterEvent.FrameworkCompleted(framework(number), NOON.plusSeconds(1), true);
  }

  static QuotaConfig quota(String role, double cpusGuaranteed, double cpusAtMost) {
    return QuotaConfig.newBuilder()
        .setRole(role)
        .putGuarantees("cpus", Value.Scalar.newBuilder().setValue(cpusGuaranteed).build())
        .putLimits("cpus", Value.Scalar.newBuilder().setValue(cpusAtMost).build())
        .build();
  }
}
