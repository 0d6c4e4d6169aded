package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.OperationResources;
import io.proffer.core.model.ResourceConversion;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.validation.LaunchTarget;
import io.proffer.master.validation.OperationTarget;
import io.proffer.master.validation.OperationValidation;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;

/** The operations of an ACCEPT that reserve resources, or make volumes of them, or undo that. */
final class Conversions {

  /** How many operations of a framework may wait to be acknowledged. */
  private static final int MAX_UNACKNOWLEDGED = 10_000;

  private final Turn turn;
  private final MasterState state;
  private final Offers offers;
  private final Operations operations;

  Conversions(Turn turn, Offers offers, Operations operations) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
    this.operations = operations;
  }

  /**
   * Does an operation if it may be done; says so to its framework if it may not.
   *
   * @param available what is left of the accepted offers
   * @return what is left of them then, some of it converted
   */
  Resources perform(Operation asked, LaunchTarget target, Resources available) {
    Optional<String> malformed = OperationValidation.problemOfForm(asked);
    if (malformed.isPresent()) {
      refuse(
          target.framework(),
          asked,
          "Operation attempted with invalid resources: " + malformed.get());
      return available;
    }
    Operation operation = OperationValidation.normalized(asked, target.role());
    Optional<String> problem = problem(operation, target, available);
    if (problem.isPresent()) {
      refuse(target.framework(), asked, problem.get());
      return available;
    }
    if (!OperationResources.isSpeculative(operation)) {
      // What it makes can be used once it is made.
      operations.accept(Optional.of(target.framework().id()), target.agent(), operation);
      return available.minus(OperationResources.heldBy(operation));
    }
    List<ResourceConversion> conversions = ResourceConversions.of(operation);
    rescindOffersOf(conversions, operation, target.agent().id());
    operations.accept(Optional.of(target.framework().id()), target.agent(), operation);
    return afterwards(operation, conversions, available);
  }

  private Optional<String> problem(Operation operation, LaunchTarget target, Resources available) {
    OperationTarget place =
        OperationTarget.of(
            target.framework(), state.agent(target.agent().id()).orElseThrow(), state);
    return OperationValidation.problem(operation, place)
        .or(() -> missing(operation, target.role(), available))
        .or(() -> problemOfFeedback(operation, target));
  }

  private static Optional<String> missing(Operation operation, String role, Resources available) {
    if (!OperationResources.isSpeculative(operation)) {
      Resources held = OperationResources.heldBy(operation);
      return available.contains(held)
          ? Optional.empty()
          : Optional.of(
              "Invalid %s Operation: %s does not contain %s"
                  .formatted(operation.getType(), available.toString(role), held.toString(role)));
    }
    Resources left = available;
    for (ResourceConversion conversion : ResourceConversions.of(operation)) {
      if (conversion.problemOf(left).isPresent()) {
        return Optional.of(
            left.toString(role) + " does not contain " + conversion.consumed().toString(role));
      }
      left = conversion.applyTo(left);
    }
    return Optional.empty();
  }

  private Optional<String> problemOfFeedback(Operation operation, LaunchTarget target) {
    if (!operation.hasId()) {
      return Optional.empty();
    }
    String id = operation.getId().getValue();
    if (state.operation(target.framework().id(), id).isPresent()) {
      return Optional.of(
          "Operation '"
              + id
              + "' exists already: acknowledge its status before its id is used again");
    }
    return state.operationsOf(target.framework().id()).size() < MAX_UNACKNOWLEDGED
        ? Optional.empty()
        : Optional.of(
            "The statuses of "
                + MAX_UNACKNOWLEDGED
                + " operations of the framework are not acknowledged yet");
  }

  /** A shared volume that is no more may be in other offers still. */
  private void rescindOffersOf(
      List<ResourceConversion> conversions, Operation operation, AgentId agent) {
    if (operation.getType() != Operation.Type.DESTROY) {
      return;
    }
    for (Offer offer : List.copyOf(state.offersOn(agent))) {
      if (conversions.stream().anyMatch(c -> offer.resources().contains(c.consumed()))) {
        offers.rescind(offer);
      }
    }
  }

  /** What a volume of another size is made of can be used again once its agent has made it. */
  private static Resources afterwards(
      Operation operation, List<ResourceConversion> conversions, Resources available) {
    return switch (operation.getType()) {
      case GROW_VOLUME, SHRINK_VOLUME -> {
        Resources left = available;
        for (ResourceConversion conversion : conversions) {
          left = left.minus(conversion.consumed());
        }
        yield left;
      }
      case RESERVE,
          UNRESERVE,
          CREATE,
          DESTROY,
          LAUNCH,
          LAUNCH_GROUP,
          CREATE_DISK,
          DESTROY_DISK,
          UNKNOWN ->
          ResourceConversions.apply(conversions, available);
    };
  }

  /** Says that an operation is not done, if its framework wants to know. */
  void refuse(Framework framework, Operation operation, String why) {
    if (operation.hasId()) {
      turn.send(
          framework,
          SchedulerEvents.operation(
              OperationStatus.newBuilder()
                  .setOperationId(operation.getId())
                  .setState(OperationState.OPERATION_ERROR)
                  .setMessage(why)
                  .build()));
    }
  }
}
