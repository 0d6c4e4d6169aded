package io.proffer.master.kernel;

import io.proffer.master.allocator.Allocator;
import io.proffer.master.state.MasterState;
import java.time.Instant;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * Decides everything the leading master decides. Deterministic: the same inputs at the same times,
 * with the same settings, give the same decisions. It exists only while this master leads. Not
 * thread-safe: one thread at a time.
 *
 * <p>Whatever happens passes through {@link Turn}; each class beside this one decides about one
 * kind of thing and knows the others it has to ask.
 */
public final class MasterKernel {
  private final MasterState state;
  private final Turn turn;
  private final ReturningAgents returning;
  private final Offers offers;
  private final InverseOffers inverseOffers;
  private final Frameworks frameworks;
  private final Subscriptions subscriptions;
  private final SchedulerCalls calls;
  private final OperatorOperations operatorOperations;
  private final AgentLosses losses;
  private final Deactivations deactivations;
  private final MachineMaintenance maintenance;
  private final RoleCalls roles;
  private final QuotaCalls quotas;
  private final Agents agents;
  private final Recovery recovery;

  /**
   * @param self what this master says about itself; its id prefixes every id the kernel makes
   */
  public MasterKernel(MasterInfo self, MasterSettings settings) {
    state = new MasterState(settings.retention());
    Allocator allocator = new Allocator(state::freeOn, settings.seed());
    turn = new Turn(state, new Accounts(state, allocator));
    Ids ids = new Ids(self.getId());
    PendingKills kills = new PendingKills();
    returning = new ReturningAgents(state, ids, settings.agentReregisterTimeout());
    offers = new Offers(turn, allocator, settings, ids);
    inverseOffers = new InverseOffers(turn, settings, ids, offers);
    Operations operations = new Operations(turn, ids, offers);
    operatorOperations = new OperatorOperations(turn, offers, operations);
    frameworks = new Frameworks(turn, settings, offers, operations);
    subscriptions = new Subscriptions(turn, self, settings, ids, offers);
    recovery = new Recovery(turn, settings, offers);
    Reconciliation reconciliation = new Reconciliation(turn, returning);
    calls =
        new SchedulerCalls(
            turn,
            subscriptions,
            frameworks,
            offers,
            inverseOffers,
            new Accept(turn, offers, new Launches(turn), new Conversions(turn, offers, operations)),
            new TaskCalls(turn, kills, reconciliation),
            reconciliation,
            operations);
    AgentPings pings = new AgentPings(turn, settings);
    losses = new AgentLosses(turn, settings, offers, pings, kills, operations);
    deactivations = new Deactivations(turn, offers, losses);
    maintenance = new MachineMaintenance(turn, offers, inverseOffers, losses);
    roles = new RoleCalls(turn, offers);
    quotas = new QuotaCalls(turn, offers);
    agents =
        new Agents(
            turn,
            ids,
            offers,
            pings,
            losses,
            new AgentReports(turn, settings, kills, operations),
            new TaskUpdates(turn, kills),
            operations,
            deactivations,
            new ProviderReports(turn, offers, operations));
  }

  /**
   * Decides about one input and makes the decision's events known to {@link #state}.
   *
   * @param now the time; never before that of the input before
   */
  public Decision handle(Instant now, MasterInput input) {
    turn.begin(now);
    returning.leading(now);
    switch (input) {
      case MasterInput.Leading i -> {
        returning.known(i.known());
        recovery.recover(i.known());
      }
      case MasterInput.RestoreFacts i -> recovery.restore(i);
      case MasterInput.Subscribe i -> subscriptions.subscribe(i);
      case MasterInput.SchedulerCall i -> calls.handle(i);
      case MasterInput.StreamLost i -> frameworks.streamLost(i.stream());
      case MasterInput.AgentSaid i -> agents.said(i.link(), i.message());
      case MasterInput.ConnectionLost i -> losses.connectionLost(i.connection());
      case MasterInput.OperatorOperation i -> operatorOperations.perform(i);
      case MasterInput.DrainAgent i -> deactivations.drain(i);
      case MasterInput.DeactivateAgent i -> deactivations.deactivate(i);
      case MasterInput.ReactivateAgent i -> deactivations.reactivate(i);
      case MasterInput.MarkAgentGone i -> deactivations.markGone(i);
      case MasterInput.UpdateMaintenanceSchedule i -> maintenance.schedule(i);
      case MasterInput.StartMaintenance i -> maintenance.start(i);
      case MasterInput.StopMaintenance i -> maintenance.stop(i);
      case MasterInput.UpdateWeights i -> roles.updateWeights(i);
      case MasterInput.UpdateQuota i -> quotas.update(i);
      case MasterInput.SetQuota i -> quotas.set(i);
      case MasterInput.RemoveQuota i -> quotas.remove(i);
      case MasterInput.OperatorTeardown i -> frameworks.tearDown(i.request(), i.framework());
      case MasterInput.TimerFired i -> fired(i.key());
    }
    deactivations.settle();
    recovery.settle();
    inverseOffers.settle();
    offers.settle();
    offers.schedule();
    return turn.end();
  }

  private void fired(TimerKey key) {
    switch (key) {
      case TimerKey.Allocate k -> offers.allocate();
      case TimerKey.FilterExpiry k -> offers.refusalsMayEnd();
      case TimerKey.OfferTimeout k -> offers.offersMayTimeOut();
      case TimerKey.InverseOffers k -> inverseOffers.mayAskAgain();
      case TimerKey.RecoveredAgents k -> losses.recoveredAgentsStayedAway();
      case TimerKey.ForgetAgents k -> recovery.forgetAgents();
      case TimerKey.Heartbeat k -> frameworks.heartbeat(k.stream());
      case TimerKey.FrameworkFailover k -> frameworks.failoverTimedOut(k.framework());
      case TimerKey.AgentPing k -> losses.pingTimedOut(k.agent());
      case TimerKey.AgentReregistration k -> losses.reregistrationTimedOut(k.agent());
    }
  }

  /** What this master knows; changes with every {@link #handle}. Others must not change it. */
  public MasterState state() {
    return state;
  }
}
