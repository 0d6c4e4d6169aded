package io.proffer.sdk;

import io.proffer.core.model.AgentId;
import java.util.Optional;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;

/**
 * What became of an operation that was given an id: {@link OfferView#apply}.
 *
 * @param status all of it, as it came
 */
public record OperationUpdate(OperationStatus status) {

  /** The id that the scheduler gave it. */
  public String operation() {
    return status.getOperationId().getValue();
  }

  public OperationState state() {
    return status.getState();
  }

  /** Where it was to be done; empty when it never got there. */
  public Optional<AgentId> agent() {
    return status.hasAgentId() ? Optional.of(AgentId.of(status.getAgentId())) : Optional.empty();
  }

  /** Why, in a sentence for people; empty when nothing was said. */
  public String message() {
    return status.getMessage();
  }

  /** Whether it was done. */
  public boolean isFinished() {
    return state() == OperationState.OPERATION_FINISHED;
  }

  /** Whether it was not done and will not be, which {@link #message} explains. */
  public boolean isFailed() {
    return switch (state()) {
      case OPERATION_FAILED, OPERATION_ERROR, OPERATION_DROPPED, OPERATION_GONE_BY_OPERATOR -> true;
      case OPERATION_FINISHED,
          OPERATION_PENDING,
          OPERATION_RECOVERING,
          OPERATION_UNREACHABLE,
          OPERATION_UNKNOWN,
          OPERATION_UNSUPPORTED ->
          false;
    };
  }
}
