package io.proffer.master.http.operator;

import io.proffer.core.model.ResourceFormat;
import io.proffer.core.protocol.V1Additions;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentProvider;
import io.proffer.master.state.Deactivation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.master.Protos.Response.GetAgents;

/** Agents in GET_AGENTS and AGENT_ADDED. */
final class AgentMessages {

  private AgentMessages() {}

  static GetAgents all(MasterSnapshot snapshot, Allocations allocations) {
    GetAgents.Builder agents = GetAgents.newBuilder();
    for (Agent agent : snapshot.agents()) {
      agents.addAgents(of(agent, allocations.of(agent.id()), snapshot.deactivation(agent.id())));
    }
    return agents.addAllRecoveredAgents(snapshot.recoveredAgents()).build();
  }

  static GetAgents.Agent of(
      Agent agent, Allocations.Share share, Optional<Deactivation> deactivation) {
    GetAgents.Agent.Builder message =
        GetAgents.Agent.newBuilder()
            .setAgentInfo(V1Additions.checkpointing(agent.info()))
            .setActive(agent.connected() && deactivation.isEmpty())
            .setDeactivated(deactivation.isPresent())
            .setVersion(agent.version())
            .setPid("slave(1)@" + agent.address())
            .setRegisteredTime(Pieces.time(agent.registeredAt()))
            .addAllTotalResources(agent.total().toProtos(ResourceFormat.ENDPOINT))
            .addAllAllocatedResources(Pieces.allocated(share.used()))
            .addAllOfferedResources(Pieces.allocated(share.offered()));
    agent.reregisteredAt().ifPresent(at -> message.setReregisteredTime(Pieces.time(at)));
    deactivation.flatMap(Deactivation::drain).ifPresent(message::setDrainInfo);
    deactivation
        .flatMap(Deactivation::drainBegunAt)
        .ifPresent(at -> message.setEstimatedDrainStartTime(wholeSeconds(at)));
    for (AgentProvider provider : agent.providers()) {
      message.addResourceProviders(
          GetAgents.Agent.ResourceProvider.newBuilder()
              .setResourceProviderInfo(provider.info())
              .addAllTotalResources(provider.of(agent.total()).toProtos(ResourceFormat.ENDPOINT)));
    }
    for (String name : agent.capabilities()) {
      capability(name)
          .ifPresent(
              type -> message.addCapabilities(AgentInfo.Capability.newBuilder().setType(type)));
    }
    return message.build();
  }

  /** As Mesos rounds it. */
  private static TimeInfo wholeSeconds(Instant at) {
    return Pieces.time(at.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Capabilities that the v1 API has no word for are not told. */
  private static Optional<AgentInfo.Capability.Type> capability(String name) {
    for (AgentInfo.Capability.Type type : AgentInfo.Capability.Type.values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
