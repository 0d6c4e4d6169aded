package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OperationStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationStatus;

/**
 * An operation on resources of a resource provider, from when it arrives until its end is
 * acknowledged.
 *
 * @param uuid the master's name for it
 * @param framework whose it is; empty for an operator's
 * @param latest pending until the resource provider has said what became of it
 * @param statuses what the resource provider has told, oldest first
 */
public record ProviderOperation(
    ByteString uuid,
    Optional<FrameworkId> framework,
    Operation info,
    OperationStatus latest,
    List<OperationStatus> statuses) {
  public ProviderOperation {
    statuses = List.copyOf(statuses);
  }

  public boolean over() {
    return OperationStates.isTerminal(latest.getState());
  }

  /** Whether the last that its resource provider has told of it is its end. */
  public boolean toldItsEnd() {
    return !statuses.isEmpty() && OperationStates.isTerminal(statuses.getLast().getState());
  }

  /** With a status that was told; the first end of an operation is its end. */
  public ProviderOperation told(OperationStatus status) {
    List<OperationStatus> all = new ArrayList<>(statuses);
    if (all.isEmpty() || !all.getLast().equals(status)) {
      all.add(status);
    }
    return new ProviderOperation(uuid, framework, info, over() ? latest : status, all);
  }

  /** With what is known to have become of it, though it was not told. */
  public ProviderOperation having(OperationStatus status) {
    return new ProviderOperation(uuid, framework, info, over() ? latest : status, statuses);
  }
}
