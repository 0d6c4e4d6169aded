package io.proffer.master.kernel;

import io.proffer.core.model.ResourceConversion;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Agent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.validation.OperationTarget;
import io.proffer.master.validation.OperationValidation;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;

/** Operations that operators do: on what is free, and for that takes back what is only offered. */
final class OperatorOperations {
  private final Turn turn;
  private final MasterState state;
  private final Offers offers;
  private final Operations operations;

  OperatorOperations(Turn turn, Offers offers, Operations operations) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
    this.operations = operations;
  }

  void perform(MasterInput.OperatorOperation input) {
    Optional<Agent> agent = state.agent(input.agent());
    if (agent.isEmpty()) {
      turn.refuse(input.request(), 400, "No agent found with specified ID");
      return;
    }
    Operation operation = input.operation();
    Optional<String> problem =
        OperationValidation.problemOfForm(operation)
            .or(
                () ->
                    OperationValidation.problem(
                        OperationValidation.upgraded(operation),
                        new OperationTarget(
                            Optional.empty(), input.principal(), agent.get(), state)));
    if (problem.isPresent()) {
      turn.refuse(
          input.request(),
          400,
          "Invalid "
              + operation.getType()
              + " operation on agent "
              + input.agent()
              + ": "
              + problem.get());
      return;
    }
    perform(input.request(), agent.get(), operation);
  }

  private void perform(RequestId request, Agent agent, Operation operation) {
    List<ResourceConversion> conversions = ResourceConversions.of(operation);
    Resources notUsed = state.freeOn(agent.id()).plus(state.offeredOn(agent.id()));
    Optional<String> missing =
        agent.connected()
            ? ResourceConversions.problem(conversions, notUsed)
            : Optional.of("the agent is not connected");
    if (missing.isPresent()) {
      turn.refuse(request, 409, "Invalid " + operation.getType() + " operation: " + missing.get());
      return;
    }
    for (Offer offer : List.copyOf(state.offersOn(agent.id()))) {
      if (ResourceConversions.problem(conversions, state.freeOn(agent.id())).isPresent()
          && isOf(conversions, offer)) {
        offers.rescind(offer);
      }
    }
    operations.accept(Optional.empty(), agent, operation);
    turn.answer(request, new CallOutcome.Accepted());
  }

  private static boolean isOf(List<ResourceConversion> conversions, Offer offer) {
    return conversions.stream().anyMatch(c -> !offer.resources().intersect(c.consumed()).isEmpty());
  }
}
