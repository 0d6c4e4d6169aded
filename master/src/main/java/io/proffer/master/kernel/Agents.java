package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.MasterEvent.AgentAdmitted;
import io.proffer.master.state.MasterEvent.AgentOversubscribed;
import io.proffer.master.state.MasterEvent.AgentReregistered;
import io.proffer.master.state.MasterState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/** What agents say: who they are, and then what happens on them. */
final class Agents {
  private final Turn turn;
  private final MasterState state;
  private final Ids ids;
  private final Offers offers;
  private final AgentPings pings;
  private final AgentLosses losses;
  private final AgentReports reports;
  private final TaskUpdates updates;
  private final Operations operations;
  private final Deactivations deactivations;
  private final ProviderReports providers;

  /** Who registered last from an address: whoever comes from there now takes its place. */
  private final Map<String, AgentId> byAddress = new HashMap<>();

  Agents(
      Turn turn,
      Ids ids,
      Offers offers,
      AgentPings pings,
      AgentLosses losses,
      AgentReports reports,
      TaskUpdates updates,
      Operations operations,
      Deactivations deactivations,
      ProviderReports providers) {
    this.turn = turn;
    this.state = turn.state();
    this.ids = ids;
    this.offers = offers;
    this.pings = pings;
    this.losses = losses;
    this.reports = reports;
    this.updates = updates;
    this.operations = operations;
    this.deactivations = deactivations;
    this.providers = providers;
  }

  void said(AgentLink link, FromAgent message) {
    switch (message) {
      case FromAgent.Register m -> register(link, m);
      case FromAgent.Reregister m -> reregister(link, m);
      case FromAgent.Pong m ->
          state.agentAt(link).ifPresent(agent -> pings.answered(agent, m.sequence()));
      case FromAgent.StatusUpdate m -> from(link).ifPresent(agent -> updates.update(agent, m));
      case FromAgent.ExecutorTerminated m ->
          from(link).ifPresent(agent -> updates.executorEnded(agent, m));
      case FromAgent.ExecutorMessage m -> from(link).ifPresent(agent -> updates.message(agent, m));
      case FromAgent.Oversubscribed m -> from(link).ifPresent(agent -> oversubscribed(agent, m));
      case FromAgent.OperationUpdate m ->
          from(link).ifPresent(agent -> operations.update(agent, m));
      case FromAgent.ProvidersChanged m ->
          from(link).ifPresent(agent -> providers.changed(agent, m.providers()));
      case FromAgent.Unregister m ->
          state
              .agentAt(link)
              .ifPresent(agent -> losses.remove(agent, "the agent unregistered: " + m.reason()));
    }
  }

  /** The agent at a link. One that has to register first is told so. */
  private Optional<Agent> from(AgentLink link) {
    Optional<Agent> agent = state.agentAt(link);
    if (agent.isEmpty()) {
      send(link, new ToAgent.Ping(0, false));
    }
    return agent;
  }

  private void register(AgentLink link, FromAgent.Register register) {
    Optional<Agent> already = state.agentAt(link);
    if (already.isPresent()) {
      send(link, new ToAgent.Registered(already.get().id(), pings.timeout()));
      return;
    }
    if (onMachineDown(link, register.agent().getHostname(), register.address())) {
      return;
    }
    if (refused(link, register.agent().getResourcesList()) || refused(link, register.total())) {
      return;
    }
    replacePredecessor(register);
    AgentId id = ids.nextAgent();
    Agent agent =
        new Agent(
            id,
            register.agent().toBuilder().setId(id.toProto()).build(),
            register.address(),
            register.version(),
            register.capabilities(),
            Resources.of(register.total()),
            List.of(),
            Optional.of(link),
            turn.now(),
            Optional.empty());
    turn.happened(new AgentAdmitted(agent, false));
    byAddress.put(agent.address(), id);
    turn.send(agent, new ToAgent.Registered(id, pings.timeout()));
    pings.start(agent);
  }

  /** A new agent at the address of one that is not connected: that one is never coming back. */
  private void replacePredecessor(FromAgent.Register register) {
    Optional.ofNullable(byAddress.get(register.address()))
        .flatMap(state::agent)
        .filter(old -> !old.connected() && old.address().equals(register.address()))
        .filter(old -> old.info().getHostname().equals(register.agent().getHostname()))
        .ifPresent(old -> losses.remove(old, "a new agent registered at the same address"));
  }

  private void reregister(AgentLink link, FromAgent.Reregister report) {
    if (report.agent().getId().getValue().isEmpty()) {
      send(link, new ToAgent.Shutdown("An agent that registers again has to name its id"));
      losses.close(link);
      return;
    }
    if (onMachineDown(link, report.agent().getHostname(), report.address())) {
      return;
    }
    if (refused(link, report.agent().getResourcesList())
        || refused(link, report.resources().total())) {
      return;
    }
    AgentId id = AgentId.of(report.agent().getId());
    if (state.goneAgents().containsKey(id)) {
      send(link, new ToAgent.Shutdown(AgentLosses.GONE));
      losses.close(link);
      return;
    }
    List<FrameworkId> completed = reports.completedFrameworks(report);
    Optional<Agent> here = state.agentAt(link).filter(agent -> agent.id().equals(id));
    if (here.isPresent()) {
      // It asked again before the answer came. What it lists was true before it got what was sent
      // behind that answer: a task that is under way is not a task that is missing.
      turn.send(here.get(), new ToAgent.Reregistered(id, pings.timeout(), completed));
      return;
    }
    Optional<Agent> known = state.agent(id);
    Agent agent =
        new Agent(
            id,
            report.agent(),
            report.address(),
            report.version(),
            report.capabilities(),
            Resources.of(report.resources().total()),
            ProviderReports.providers(report.resources().providers()),
            Optional.of(link),
            known.map(Agent::registeredAt).orElse(turn.now()),
            Optional.of(turn.now()));
    known.ifPresentOrElse(
        old -> reconnect(old, agent),
        () -> turn.happened(new AgentAdmitted(agent, isRecoveredAsItIs(agent))));
    byAddress.put(agent.address(), id);
    turn.cancelTimer(new TimerKey.AgentReregistration(id));
    turn.send(agent, new ToAgent.Reregistered(id, pings.timeout(), completed));
    reports.reconcile(agent, report);
    deactivations.returned(agent);
    pings.start(agent);
  }

  private boolean isRecoveredAsItIs(Agent agent) {
    return agent.info().equals(state.recoveredAgents().get(agent.id()));
  }

  private void reconnect(Agent old, Agent agent) {
    // What was offered may have changed; and an offer must not outlive a link.
    offers.rescindAllOn(old.id());
    old.link().filter(link -> !Optional.of(link).equals(agent.link())).ifPresent(losses::close);
    boolean changed =
        !old.info().equals(agent.info())
            || !old.total().equals(agent.total())
            || !old.address().equals(agent.address())
            || !old.version().equals(agent.version());
    turn.happened(new AgentReregistered(agent, changed));
  }

  /** What is offered of the agent's spare resources must be there, or it is taken back. */
  private void oversubscribed(Agent agent, FromAgent.Oversubscribed message) {
    if (Resources.problem(message.resources()).isPresent()) {
      return; // no more is offered than before
    }
    Resources now = Resources.of(message.resources()).revocable();
    if (now.equals(agent.total().revocable())) {
      return;
    }
    Resources held = state.usedOn(agent.id()).revocable();
    if (!now.minusSaturating(held).contains(state.offeredOn(agent.id()).revocable())) {
      offers.rescindRevocableOn(agent.id());
    }
    turn.happened(new AgentOversubscribed(agent.id(), now));
  }

  private boolean onMachineDown(AgentLink link, String hostname, String address) {
    boolean down = state.maintenance().isDown(hostname, address);
    if (down) {
      send(link, new ToAgent.Shutdown(MachineMaintenance.DOWN));
      losses.close(link);
    }
    return down;
  }

  private boolean refused(AgentLink link, List<Resource> resources) {
    Optional<String> problem = Resources.problem(resources);
    if (problem.isEmpty()) {
      return false;
    }
    send(link, new ToAgent.Shutdown("The agent's resources are not valid: " + problem.get()));
    losses.close(link);
    return true;
  }

  private void send(AgentLink link, ToAgent message) {
    turn.effect(new MasterEffect.SendToAgent(link, message));
  }
}
