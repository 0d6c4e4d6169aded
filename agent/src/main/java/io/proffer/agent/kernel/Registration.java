package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentEvent.AgentNamed;
import io.proffer.agent.state.AgentEvent.ConnectionChanged;
import io.proffer.agent.state.AgentEvent.PingTimeoutSet;
import io.proffer.agent.state.AgentEvent.RegistrationSent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Connection;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;

/** Becoming, and staying, an agent of the leading master. */
final class Registration {

  private final AgentSettings settings;
  private final AgentInfo info;
  private final Updates updates;
  private final Kills kills;
  private final Oversubscription oversubscription;
  private final OperationUpdates operationUpdates;
  private final ProviderOperations providers;

  Registration(
      AgentSettings settings,
      AgentInfo info,
      Updates updates,
      Kills kills,
      Oversubscription oversubscription,
      OperationUpdates operationUpdates,
      ProviderOperations providers) {
    this.settings = settings;
    this.info = info;
    this.updates = updates;
    this.kills = kills;
    this.oversubscription = oversubscription;
    this.operationUpdates = operationUpdates;
    this.providers = providers;
  }

  void linkUp(Step step) {
    register(step);
    step.startTimer(new AgentTimer.PingTimeout(), pingTimeout(step.state()));
  }

  void linkDown(Step step) {
    step.record(new ConnectionChanged(Connection.DISCONNECTED));
    step.cancelTimer(new AgentTimer.RegistrationRetry());
    step.cancelTimer(new AgentTimer.PingTimeout());
  }

  void retry(Step step) {
    if (step.state().connection() == Connection.REGISTERING) {
      send(step);
    }
  }

  void pingTimeout(Step step) {
    if (step.state().connection() == Connection.DISCONNECTED) {
      return;
    }
    Duration timeout = pingTimeout(step.state());
    step.perform(
        new AgentEffect.Reconnect("no ping from the master for " + timeout.toSeconds() + " s"));
  }

  void ping(Step step, ToAgent.Ping ping) {
    step.startTimer(new AgentTimer.PingTimeout(), pingTimeout(step.state()));
    step.perform(new AgentEffect.Send(new FromAgent.Pong(ping.sequence())));
    if (!ping.connected() && step.state().connection() == Connection.REGISTERED) {
      register(step);
    }
  }

  void registered(
      Step step, AgentId agent, Duration pingTimeout, List<FrameworkId> completedFrameworks) {
    Optional<AgentId> known = step.state().id();
    if (known.isPresent() && !known.get().equals(agent)) {
      // Its tasks are checkpointed under the id it has; another name would orphan them.
      step.perform(
          new AgentEffect.Reconnect(
              "the master calls this agent " + agent + ", but it is " + known.get()));
      return;
    }
    if (known.isEmpty()) {
      step.record(new AgentNamed(agent));
    }
    step.record(new PingTimeoutSet(pingTimeout));
    step.record(new ConnectionChanged(Connection.REGISTERED));
    step.cancelTimer(new AgentTimer.RegistrationRetry());
    step.startTimer(new AgentTimer.PingTimeout(), pingTimeout);
    completedFrameworks.forEach(f -> kills.framework(step, f));
    oversubscription.registered(step);
    providers.registered(step);
    updates.resendAll(step);
    operationUpdates.resendAll(step);
  }

  private void register(Step step) {
    step.record(new ConnectionChanged(Connection.REGISTERING));
    send(step);
  }

  private void send(Step step) {
    int attempt = step.state().registrationAttempts() + 1;
    step.record(new RegistrationSent(attempt));
    step.perform(new AgentEffect.Send(registration(step.state())));
    step.startTimer(
        new AgentTimer.RegistrationRetry(),
        Backoff.doubling(
            settings.registrationRetryMin(), settings.registrationRetryMax(), attempt));
  }

  private FromAgent registration(AgentState state) {
    if (state.id().isEmpty()) {
      return new FromAgent.Register(
          info,
          settings.address(),
          settings.version(),
          settings.capabilities(),
          resources(state).total());
    }
    AgentId id = state.id().get();
    return new FromAgent.Reregister(
        info.toBuilder().setId(id.toProto()).build(),
        settings.address(),
        settings.version(),
        settings.capabilities(),
        state.tasks().stream().map(t -> reported(state, id, t)).toList(),
        List.copyOf(state.frameworks()),
        state.customExecutors().stream()
            .map(e -> new FromAgent.ReportedExecutor(e.key().framework(), e.info(), e.role()))
            .toList(),
        resources(state));
  }

  private FromAgent.ReportedResources resources(AgentState state) {
    return ResourceReport.of(Resources.of(info.getResourcesList()), state);
  }

  private static FromAgent.ReportedTask reported(AgentState state, AgentId id, AgentTask task) {
    return new FromAgent.ReportedTask(
        task.key().framework(),
        task.info(),
        task.role(),
        task.latest().orElseGet(() -> Statuses.staging(id, task)),
        task.forwarded(),
        task.membership().flatMap(m -> state.executor(m.executor())).map(e -> e.info()));
  }

  private Duration pingTimeout(AgentState state) {
    return state.pingTimeout().orElse(settings.pingTimeout());
  }
}
