package io.proffer.master.http.operator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Offer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.master.Protos.Response.GetFrameworks;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;

/** Frameworks in GET_FRAMEWORKS and FRAMEWORK_ADDED. */
final class FrameworkMessages {

  private FrameworkMessages() {}

  static GetFrameworks all(MasterSnapshot snapshot, Allocations allocations) {
    Map<AgentId, Agent> agents = new HashMap<>();
    snapshot.agents().forEach(agent -> agents.put(agent.id(), agent));
    GetFrameworks.Builder frameworks = GetFrameworks.newBuilder();
    for (FrameworkSnapshot framework : snapshot.frameworks()) {
      frameworks.addFrameworks(full(framework, allocations, agents));
    }
    for (FrameworkSnapshot framework : snapshot.completedFrameworks()) {
      frameworks.addCompletedFrameworks(full(framework, allocations, agents));
    }
    return frameworks.build();
  }

  /** As it is told when it comes or changes, without what it holds. */
  static GetFrameworks.Framework changed(Framework framework) {
    return of(framework)
        .setUnregisteredTime(Pieces.time(framework.unregisteredAt().orElse(Instant.EPOCH)))
        .build();
  }

  private static GetFrameworks.Framework.Builder of(Framework framework) {
    return GetFrameworks.Framework.newBuilder()
        .setFrameworkInfo(framework.info())
        .setActive(framework.connected())
        .setConnected(framework.connected())
        .setRecovered(framework.recovered())
        .setRegisteredTime(Pieces.time(framework.registeredAt()))
        .setReregisteredTime(Pieces.time(framework.reregisteredAt()));
  }

  private static GetFrameworks.Framework full(
      FrameworkSnapshot snapshot, Allocations allocations, Map<AgentId, Agent> agents) {
    Framework framework = snapshot.framework();
    Allocations.Share share = allocations.of(framework.id());
    GetFrameworks.Framework.Builder message =
        of(framework)
            .addAllAllocatedResources(Pieces.allocated(share.used()))
            .addAllOfferedResources(Pieces.allocated(share.offered()))
            .setOfferConstraints(OfferConstraints.getDefaultInstance());
    framework.unregisteredAt().ifPresent(at -> message.setUnregisteredTime(Pieces.time(at)));
    for (Offer offer : snapshot.offers()) {
      Agent agent = agents.get(offer.agent());
      if (agent != null) {
        message.addOffers(offer(offer, agent, snapshot));
      }
    }
    return message.build();
  }

  private static Protos.Offer offer(Offer offer, Agent agent, FrameworkSnapshot framework) {
    Protos.Offer.Builder message =
        Protos.Offer.newBuilder()
            .setId(offer.id().toProto())
            .setFrameworkId(offer.framework().toProto())
            .setAgentId(offer.agent().toProto())
            .setHostname(agent.info().getHostname())
            .setUrl(AgentUrl.of(agent))
            .addAllResources(Resources.withAllocation(offer.resources().toProtos(), offer.role()))
            .addAllAttributes(agent.info().getAttributesList())
            .setAllocationInfo(AllocationInfo.newBuilder().setRole(offer.role()));
    if (agent.info().hasDomain()) {
      message.setDomain(agent.info().getDomain());
    }
    for (Executor executor : framework.executors()) {
      if (executor.agent().equals(offer.agent())) {
        message.addExecutorIds(executor.id().toProto());
      }
    }
    return message.build();
  }
}
