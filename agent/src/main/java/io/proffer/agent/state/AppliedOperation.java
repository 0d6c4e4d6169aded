package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationStatus;

/**
 * An operation that the agent has decided about, and whose status is not acknowledged.
 *
 * @param uuid the master's name for it
 * @param framework whose it is; empty for an operator's
 * @param status told until it is acknowledged
 * @param attempts how often it was told on the open connection
 */
public record AppliedOperation(
    ByteString uuid,
    Optional<FrameworkId> framework,
    Operation operation,
    OperationStatus status,
    int attempts) {

  AppliedOperation forwarded(int attempt) {
    return new AppliedOperation(uuid, framework, operation, status, attempt);
  }
}
