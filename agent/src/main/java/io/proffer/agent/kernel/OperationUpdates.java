package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.OperationAcknowledged;
import io.proffer.agent.state.AgentEvent.OperationForwarded;
import io.proffer.agent.state.AppliedOperation;
import io.proffer.agent.state.Connection;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;

/** What became of operations, told with a growing wait until it is acknowledged. */
final class OperationUpdates {

  private final AgentSettings settings;
  private final Resources own;

  /**
   * @param own what the agent was started with
   */
  OperationUpdates(AgentSettings settings, Resources own) {
    this.settings = settings;
    this.own = own;
  }

  /** On a new registration every status goes out again, and waits from the start. */
  void resendAll(Step step) {
    step.state().ledger().operations().forEach(o -> send(step, o.uuid(), 1));
  }

  void resend(Step step, ByteString operation) {
    step.state()
        .ledger()
        .operation(operation)
        .ifPresent(o -> send(step, operation, o.attempts() + 1));
  }

  void acknowledged(Step step, ByteString operation, ByteString status) {
    boolean awaited =
        step.state()
            .ledger()
            .operation(operation)
            .filter(o -> o.status().getUuid().getValue().equals(status))
            .isPresent();
    if (awaited) {
      step.record(new OperationAcknowledged(operation));
      step.cancelTimer(new AgentTimer.OperationRetry(operation));
    }
  }

  void send(Step step, ByteString operation, int attempt) {
    if (step.state().connection() != Connection.REGISTERED) {
      return; // all are sent again when the agent is registered
    }
    AppliedOperation applied = step.state().ledger().operation(operation).orElseThrow();
    step.record(new OperationForwarded(operation, attempt));
    // The master may believe otherwise: if the operation has failed, or if it took it for lost.
    List<Resource> total = AgentTotal.of(own, step.state().ledger().converted()).total().toProtos();
    step.perform(
        new AgentEffect.Send(
            new FromAgent.OperationUpdate(
                operation, applied.framework(), applied.status(), total)));
    step.startTimer(
        new AgentTimer.OperationRetry(operation),
        Backoff.doubling(settings.updateRetryMin(), settings.updateRetryMax(), attempt));
  }
}
