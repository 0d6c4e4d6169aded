package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.InvalidResourcesException;
import io.proffer.core.model.OperationResources;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;

/**
 * An operation on an agent's resources, from when it is accepted until its end is acknowledged.
 *
 * @param uuid names it among all there ever are
 * @param framework whose it is; empty for an operator's
 * @param info its resources say to which role they are allocated
 * @param latest pending until the agent has decided
 * @param statuses what the agent has told, oldest first
 */
public record OfferOperation(
    ByteString uuid,
    Optional<FrameworkId> framework,
    AgentId agent,
    Operation info,
    OperationStatus latest,
    List<OperationStatus> statuses) {
  public OfferOperation {
    statuses = List.copyOf(statuses);
  }

  /** One that is on its way to its agent. */
  public static OfferOperation accepted(
      ByteString uuid, Optional<FrameworkId> framework, AgentId agent, Operation info) {
    OperationStatus.Builder pending =
        OperationStatus.newBuilder()
            .setState(OperationState.OPERATION_PENDING)
            .setAgentId(agent.toProto());
    if (info.hasId()) {
      pending.setOperationId(info.getId());
    }
    return new OfferOperation(uuid, framework, agent, info, pending.build(), List.of());
  }

  /** Whether its agent has not decided about it. */
  public boolean pending() {
    return latest.getState() == OperationState.OPERATION_PENDING;
  }

  /** Whether its framework waits to be told what becomes of it. */
  public boolean wantsFeedback() {
    return framework.isPresent() && info.hasId();
  }

  /** Whether this status of it is awaited by its agent to be acknowledged. */
  public boolean told(ByteString status) {
    return statuses.stream().anyMatch(s -> s.getUuid().getValue().equals(status));
  }

  /** What nobody else can use while its agent has not decided about it. */
  public Resources holds() {
    if (!pending() || speculative()) {
      return Resources.empty();
    }
    try {
      return OperationResources.heldBy(info);
    } catch (InvalidResourcesException e) {
      return Resources.empty(); // of an agent that takes for valid what is not here
    }
  }

  /** Whether its result is held to be there before it is done. */
  public boolean speculative() {
    return OperationResources.isSpeculative(info);
  }

  /** The resource provider whose resources it is on; empty when they are its agent's own. */
  public Optional<ProviderId> provider() {
    return OperationResources.provider(info);
  }

  OfferOperation updated(OperationStatus status) {
    if (!statuses.isEmpty() && statuses.getLast().equals(status)) {
      return this;
    }
    List<OperationStatus> all = new ArrayList<>(statuses);
    all.add(status);
    return new OfferOperation(uuid, framework, agent, info, pending() ? status : latest, all);
  }
}
