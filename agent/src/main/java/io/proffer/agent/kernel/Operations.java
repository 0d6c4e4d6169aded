package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.OperationDecided;
import io.proffer.agent.state.AgentEvent.ResourcesConverted;
import io.proffer.agent.state.AgentEvent.VolumeDoomed;
import io.proffer.agent.state.AgentEvent.VolumeRemoved;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.core.model.ResourceConversion;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Reserving resources and making volumes. A volume is there, and empty, before anybody is told of
 * it; that one is no more is written down before its data is touched. While either goes on, what
 * the master says next waits: it may rest on it.
 */
final class Operations {

  /** How long a disk may take before the agent goes on without it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Resources own;
  private final OperationUpdates updates;

  /** The operation whose volumes are being made. */
  private Optional<ToAgent.ApplyOperation> creating = Optional.empty();

  /** Volumes whose data is being removed. */
  private final SequencedSet<Resource> removing = new LinkedHashSet<>();

  /**
   * @param own what the agent was started with
   */
  Operations(Resources own, OperationUpdates updates) {
    this.own = own;
    this.updates = updates;
  }

  /** Whether what the master says next has to wait. */
  boolean busy() {
    return creating.isPresent() || !removing.isEmpty();
  }

  /** What is being made on behalf of a master that is gone is nobody's. */
  void abandon() {
    creating = Optional.empty();
  }

  /** After a restart: what was not finished, or could not be known to be, is done again. */
  void recovered(Step step) {
    step.state().ledger().doomed().forEach(volume -> remove(step, volume));
  }

  AgentTotal total(AgentState state) {
    return AgentTotal.of(own, state.ledger().converted());
  }

  void apply(Step step, ToAgent.ApplyOperation message) {
    if (step.state().ledger().operation(message.uuid()).isPresent()) {
      updates.resend(step, message.uuid());
      return;
    }
    Optional<String> problem = problem(step.state(), message.operation());
    if (problem.isPresent()) {
      failed(step, message, problem.get());
      return;
    }
    List<Resource> volumes = message.operation().getCreate().getVolumesList();
    if (volumes.isEmpty()) {
      done(step, message);
    } else {
      creating = Optional.of(message);
      step.startTimer(new AgentTimer.VolumesTimeout(), PATIENCE);
      step.perform(new AgentEffect.PrepareVolumes(message.uuid(), volumes));
    }
  }

  void prepared(Step step, ByteString operation, Optional<String> problem) {
    Optional<ToAgent.ApplyOperation> message = creating.filter(m -> m.uuid().equals(operation));
    if (message.isEmpty()) {
      return; // given up meanwhile
    }
    creating = Optional.empty();
    over(step);
    if (problem.isPresent()) {
      failed(step, message.get(), problem.get());
    } else {
      done(step, message.get());
    }
  }

  void removed(Step step, Resource volume, Optional<String> problem) {
    removing.remove(volume);
    over(step);
    if (problem.isEmpty() && step.state().ledger().doomed().contains(volume)) {
      step.record(new VolumeRemoved(volume));
    }
  }

  /** One disk that does not answer must not keep the agent from tasks that do not use it. */
  void timedOut(Step step) {
    removing.clear();
    Optional<ToAgent.ApplyOperation> message = creating;
    creating = Optional.empty();
    message.ifPresent(
        m ->
            failed(step, m, "The disk has not made the volume for " + PATIENCE.toSeconds() + " s"));
  }

  private void over(Step step) {
    if (!busy()) {
      step.cancelTimer(new AgentTimer.VolumesTimeout());
    }
  }

  private Optional<String> problem(AgentState state, Operation operation) {
    if (state.id().isEmpty() || state.shutdownReason().isPresent()) {
      return Optional.of("The agent is shutting down");
    }
    List<ResourceConversion> conversions;
    try {
      conversions = ResourceConversions.of(operation);
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return ResourceConversions.problem(conversions, total(state).total())
        .or(() -> beingRemoved(state, operation.getCreate().getVolumesList()))
        .or(() -> inUse(state, operation.getDestroy().getVolumesList()));
  }

  /** There is data of another volume where this one would be. */
  private static Optional<String> beingRemoved(AgentState state, List<Resource> volumes) {
    Resources doomed = Resources.of(state.ledger().doomed());
    return volumes.stream()
        .filter(v -> doomed.contains(Resources.of(List.of(v))))
        .findFirst()
        .map(
            v ->
                "The data of the destroyed volume '"
                    + v.getDisk().getPersistence().getId()
                    + "' could not be removed yet; the agent's log says why");
  }

  private static Optional<String> inUse(AgentState state, List<Resource> volumes) {
    for (Resource volume : volumes) {
      Resources one = Resources.of(List.of(volume));
      for (AgentTask task : state.liveTasks()) {
        if (Resources.of(task.info().getResourcesList()).contains(one)) {
          return Optional.of("Task '" + task.key().task() + "' uses the volume");
        }
      }
      boolean executor =
          state.executors().stream()
              .anyMatch(e -> Resources.of(e.info().getResourcesList()).contains(one));
      if (executor) {
        return Optional.of("An executor uses the volume");
      }
    }
    return Optional.empty();
  }

  private void done(Step step, ToAgent.ApplyOperation message) {
    Operation operation = message.operation();
    List<ResourceConversion> conversions = ResourceConversions.of(operation);
    AgentTotal before = total(step.state());
    Resources after = ResourceConversions.apply(conversions, before.total());
    step.record(
        new ResourcesConverted(AgentTotal.converted(after).plus(before.withheld()).toProtos()));
    OperationStatus.Builder status = status(step, message, OperationState.OPERATION_FINISHED);
    if (operation.hasGrowVolume() || operation.hasShrinkVolume()) {
      conversions.forEach(c -> status.addAllConvertedResources(c.converted().toProtos()));
    }
    List<Resource> destroyed = operation.getDestroy().getVolumesList();
    destroyed.forEach(volume -> step.record(new VolumeDoomed(volume)));
    decided(step, message, status);
    destroyed.forEach(volume -> remove(step, volume));
  }

  private void remove(Step step, Resource volume) {
    removing.add(volume);
    step.startTimer(new AgentTimer.VolumesTimeout(), PATIENCE);
    step.perform(new AgentEffect.RemoveVolume(volume));
  }

  private void failed(Step step, ToAgent.ApplyOperation message, String why) {
    decided(step, message, status(step, message, OperationState.OPERATION_FAILED).setMessage(why));
  }

  private void decided(Step step, ToAgent.ApplyOperation message, OperationStatus.Builder status) {
    step.record(
        new OperationDecided(
            message.uuid(), message.framework(), message.operation(), status.build()));
    updates.send(step, message.uuid(), 1);
  }

  private static OperationStatus.Builder status(
      Step step, ToAgent.ApplyOperation message, OperationState state) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setState(state)
            .setUuid(org.apache.mesos.v1.Protos.UUID.newBuilder().setValue(step.newUpdateUuid()));
    step.state().id().ifPresent(id -> status.setAgentId(id.toProto()));
    if (message.operation().hasId()) {
      status.setOperationId(message.operation().getId());
    }
    return status;
  }
}
