package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Offers as frameworks see them. What is the same in all offers of an agent is made once, for as
 * long as the agent says the same about itself.
 */
final class OfferTemplates {

  /** One of Mesos' constants: where an agent's endpoints are below its address. */
  private static final String AGENT_PATH = "/slave(1)";

  private record Template(Agent agent, Protos.Offer offer) {}

  private final MasterState state;
  private final Map<AgentId, Template> templates = new HashMap<>();

  OfferTemplates(MasterState state) {
    this.state = state;
  }

  Protos.Offer render(Offer offer, Framework framework, Agent agent) {
    boolean multiRole = framework.can(Capability.Type.MULTI_ROLE);
    Protos.Offer.Builder proto =
        template(agent).toBuilder()
            .setId(offer.id().toProto())
            .setFrameworkId(framework.id().toProto())
            .addAllResources(resources(offer.resources(), framework, offer.role(), multiRole));
    state
        .maintenance()
        .machineOf(agent)
        .ifPresent(machine -> proto.setUnavailability(machine.unavailability()));
    if (multiRole) {
      proto.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()));
    }
    for (var executor : state.executorsOf(framework.id(), agent.id())) {
      proto.addExecutorIds(executor.toProto());
    }
    return proto.build();
  }

  Protos.URL urlOf(Agent agent) {
    return template(agent).getUrl();
  }

  void forget(AgentId agent) {
    templates.remove(agent);
  }

  private Protos.Offer template(Agent agent) {
    Template known = templates.get(agent.id());
    if (known == null || !known.agent().equals(agent)) {
      known = new Template(agent, make(agent));
      templates.put(agent.id(), known);
    }
    return known.offer();
  }

  private static List<Resource> resources(
      Resources resources, Framework framework, String role, boolean multiRole) {
    List<Resource> protos =
        resources.toProtos(
            framework.can(Capability.Type.RESERVATION_REFINEMENT)
                ? ResourceFormat.POST_REFINEMENT
                : ResourceFormat.PRE_REFINEMENT);
    return multiRole ? Resources.withAllocation(protos, role) : protos;
  }

  private static Protos.Offer make(Agent agent) {
    int colon = agent.address().lastIndexOf(':');
    String ip = agent.address().substring(0, Math.max(colon, 0)).replace("[", "").replace("]", "");
    Protos.Offer.Builder offer =
        Protos.Offer.newBuilder()
            .setAgentId(agent.id().toProto())
            .setHostname(agent.info().getHostname())
            .setUrl(
                Protos.URL
                    .newBuilder()
                    .setScheme("http")
                    .setAddress(
                        Protos.Address.newBuilder()
                            .setHostname(agent.info().getHostname())
                            .setIp(ip)
                            .setPort(port(agent.address().substring(colon + 1))))
                    .setPath(AGENT_PATH))
            .addAllAttributes(agent.info().getAttributesList());
    if (agent.info().hasDomain()) {
      offer.setDomain(agent.info().getDomain());
    }
    return offer.buildPartial();
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
