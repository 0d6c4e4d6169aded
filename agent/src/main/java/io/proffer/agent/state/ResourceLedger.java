package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.OperationAcknowledged;
import io.proffer.agent.state.AgentEvent.OperationDecided;
import io.proffer.agent.state.AgentEvent.OperationForwarded;
import io.proffer.agent.state.AgentEvent.ResourcesConverted;
import io.proffer.agent.state.AgentEvent.VolumeDoomed;
import io.proffer.agent.state.AgentEvent.VolumeRemoved;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.apache.mesos.v1.Protos.Resource;

/**
 * What operations have made of an agent's resources, and what is still to be done and to be told of
 * them.
 */
public final class ResourceLedger {

  private Resources converted = Resources.empty();
  private final SequencedSet<Resource> doomed = new LinkedHashSet<>();
  private final Map<ByteString, AppliedOperation> operations = new LinkedHashMap<>();

  ResourceLedger() {}

  /** What belongs to the machine, whatever its agent is called. */
  ResourceLedger withoutOperations() {
    ResourceLedger kept = new ResourceLedger();
    kept.converted = converted;
    kept.doomed.addAll(doomed);
    return kept;
  }

  /** What is reserved dynamically, and the persistent volumes. */
  public Resources converted() {
    return converted;
  }

  /** A copy: volumes that were destroyed, but whose data may still be there. */
  public List<Resource> doomed() {
    return List.copyOf(doomed);
  }

  /** A copy: the operations of which a status is not acknowledged, oldest first. */
  public List<AppliedOperation> operations() {
    return List.copyOf(operations.values());
  }

  public Optional<AppliedOperation> operation(ByteString uuid) {
    return Optional.ofNullable(operations.get(uuid));
  }

  void apply(AgentEvent.OfResources event) {
    switch (event) {
      case ResourcesConverted e -> converted = Resources.of(e.converted());
      case VolumeDoomed e -> doomed.add(e.volume());
      case VolumeRemoved e -> doomed.remove(e.volume());
      case OperationDecided e ->
          operations.put(
              e.operation(),
              new AppliedOperation(e.operation(), e.framework(), e.info(), e.status(), 0));
      case OperationForwarded e ->
          operations.computeIfPresent(e.operation(), (u, o) -> o.forwarded(e.attempt()));
      case OperationAcknowledged e -> operations.remove(e.operation());
    }
  }

  /** The fewest facts that lead to it. */
  List<AgentEvent.Durable> facts() {
    List<AgentEvent.Durable> facts = new ArrayList<>();
    if (!converted.isEmpty()) {
      facts.add(new ResourcesConverted(converted.toProtos()));
    }
    doomed.forEach(volume -> facts.add(new VolumeDoomed(volume)));
    for (AppliedOperation o : operations.values()) {
      facts.add(new OperationDecided(o.uuid(), o.framework(), o.operation(), o.status()));
    }
    return facts;
  }
}
