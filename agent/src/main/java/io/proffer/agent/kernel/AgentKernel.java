package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentState;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * Decides everything an agent does. Deterministic: the same settings, state, generator and inputs
 * give the same decisions. Not safe for use by several threads.
 */
public final class AgentKernel {

  private final AgentState state;
  private final RandomGenerator ids;
  private final Registration registration;
  private final Updates updates;
  private final OperationUpdates operationUpdates;
  private final Operations operations;
  private final MasterMessages master;
  private final Kills kills;
  private final Draining draining;
  private final Executors executors;
  private final ExecutorTasks hosted;
  private final ExecutorCalls executorCalls;
  private final Containers containers;
  private final Checks checks;
  private final Oversubscription oversubscription;
  private final Recovery recovery;
  private final ProviderCalls providers;
  private final Publications publications;
  private final FileRefreshes files = new FileRefreshes();

  /**
   * @param info what the agent tells the master it is, without its id
   * @param state what the checkpoint says, and nothing for an agent that was never here; the kernel
   *     owns it from here on
   * @param ids gives container ids and the uuids of updates; must not repeat what it gave before a
   *     restart
   */
  public AgentKernel(
      AgentSettings settings, AgentInfo info, AgentState state, RandomGenerator ids) {
    this.state = state;
    this.ids = ids;
    this.updates = new Updates(settings);
    Resources own = Resources.of(info.getResourcesList());
    OperationUpdates operationUpdates = new OperationUpdates(settings, own);
    this.operationUpdates = operationUpdates;
    this.operations = new Operations(own, operationUpdates);
    ProviderOperations providerOperations = new ProviderOperations();
    this.executors = new Executors(settings, updates);
    this.hosted = new ExecutorTasks(updates, executors);
    this.executorCalls = new ExecutorCalls(info, updates, executors, hosted);
    this.kills = new Kills(settings, updates, executors, hosted);
    this.draining = new Draining(kills, hosted);
    this.oversubscription = new Oversubscription(settings.oversubscription(), info, kills);
    this.registration =
        new Registration(
            settings, info, updates, kills, oversubscription, operationUpdates, providerOperations);
    this.checks = new Checks(updates, kills);
    this.containers = new Containers(updates, kills, executors);
    this.publications = new Publications(containers);
    this.providers = new ProviderCalls(providerOperations, publications);
    this.master =
        new MasterMessages(
            registration,
            new Launches(hosted, containers, draining),
            kills,
            draining,
            updates,
            hosted,
            files,
            checks,
            operations,
            operationUpdates,
            providerOperations);
    this.recovery = new Recovery(containers, kills, executors);
  }

  /** What the agent knows; changed only by {@link #handle}. */
  public AgentState state() {
    return state;
  }

  /**
   * Decides about one input. The first input must be {@link AgentInput.Recovered}. An agent that
   * has retired decides nothing.
   */
  public AgentDecision handle(Instant now, AgentInput input) {
    Step step = new Step(now, state, ids);
    if (state.retired().isPresent()) {
      return step.decision();
    }
    switch (input) {
      case AgentInput.Recovered i -> {
        recovery.recovered(step, i);
        oversubscription.begin(step);
        operations.recovered(step);
      }
      case AgentInput.LinkUp i -> registration.linkUp(step);
      case AgentInput.LinkDown i -> {
        registration.linkDown(step);
        master.forgetWaiting();
      }
      case AgentInput.FromMaster i -> fromMaster(step, i);
      case AgentInput.ContainerStarted i -> containers.started(step, i.container());
      case AgentInput.ContainerLaunchFailed i ->
          containers.launchFailed(step, i.container(), i.failure());
      case AgentInput.ContainerExited i -> containers.exited(step, i.container(), i.exit());
      case AgentInput.ExecutorCalled i ->
          executorCalls.called(step, i.request(), i.call(), i.claims());
      case AgentInput.ExecutorStreamLost i -> executors.streamLost(step, i.executor(), i.stream());
      case AgentInput.ProviderCalled i ->
          providers.called(step, i.request(), i.call(), i.streamId());
      case AgentInput.ProviderStreamLost i -> providers.lost(step, i.stream());
      case AgentInput.ProviderGone i -> providers.gone(step, i.request(), i.provider());
      case AgentInput.ProbeDone i -> checks.probed(step, i.container(), i.kind(), i.results());
      case AgentInput.UsageMeasured i -> oversubscription.measured(step, i);
      case AgentInput.FilesRefreshed i -> files.done(step, i.container(), i.answer());
      case AgentInput.VolumesPrepared i -> {
        operations.prepared(step, i.operation(), i.problem());
        master.goOn(step);
      }
      case AgentInput.VolumeRemoved i -> {
        operations.removed(step, i.volume(), i.problem());
        master.goOn(step);
      }
      case AgentInput.TimerFired i -> timerFired(step, i.timer());
      case AgentInput.ShutdownRequested i -> kills.shutdown(step, i.reason());
    }
    draining.settle(step);
    publications.gate(step);
    publications.decided();
    return step.decision();
  }

  private void fromMaster(Step step, AgentInput.FromMaster input) {
    switch (state.connection()) {
      case DISCONNECTED -> {} // a late message of a connection that was given up
      case REGISTERING, REGISTERED -> master.handle(step, input.message());
    }
  }

  private void timerFired(Step step, AgentTimer timer) {
    switch (timer) {
      case AgentTimer.RegistrationRetry t -> registration.retry(step);
      case AgentTimer.PingTimeout t -> registration.pingTimeout(step);
      case AgentTimer.UpdateRetry t -> updates.retry(step, t.task());
      case AgentTimer.OperationRetry t -> operationUpdates.resend(step, t.operation());
      case AgentTimer.VolumesTimeout t -> {
        operations.timedOut(step);
        master.goOn(step);
      }
      case AgentTimer.PublishTimeout t -> publications.timedOut(step, t.container());
      case AgentTimer.KillGrace t -> kills.graceOver(step, t.task());
      case AgentTimer.ExecutorRegistration t -> executors.notRegistered(step, t.executor());
      case AgentTimer.ExecutorReregistration t -> executors.notReregistered(step, t.executor());
      case AgentTimer.ExecutorShutdownGrace t -> executors.graceOver(step, t.executor());
      case AgentTimer.MaxCompletion t -> kills.completionTimeOver(step, t.task());
      case AgentTimer.CheckDue t -> checks.due(step, t.task(), t.kind());
      case AgentTimer.UsageDue t -> oversubscription.due(step);
    }
  }
}
