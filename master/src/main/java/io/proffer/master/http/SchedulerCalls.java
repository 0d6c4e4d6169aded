package io.proffer.master.http;

import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What makes a scheduler's call well-formed in itself, whatever the master knows. */
final class SchedulerCalls {

  private static final int UUID_BYTES = 16;

  private SchedulerCalls() {}

  /** Why the call is answered with 400, in Mesos' words; empty if it is well-formed. */
  static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return Optional.of("Expecting 'type' to be present");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return subscribeProblem(call);
    }
    if (!call.hasFrameworkId()) {
      return Optional.of("Expecting 'framework_id' to be present");
    }
    return payloadProblem(call);
  }

  private static Optional<String> subscribeProblem(Call call) {
    if (!call.hasSubscribe()) {
      return expecting("subscribe");
    }
    boolean same =
        call.getFrameworkId()
            .getValue()
            .equals(call.getSubscribe().getFrameworkInfo().getId().getValue());
    return same
        ? Optional.empty()
        : Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
  }

  private static Optional<String> payloadProblem(Call call) {
    return switch (call.getType()) {
      case SUBSCRIBE, TEARDOWN, REVIVE, SUPPRESS, UNKNOWN -> Optional.empty();
      case ACCEPT -> required(call.hasAccept(), "accept");
      case DECLINE -> required(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS ->
          required(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          required(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> required(call.hasKill(), "kill");
      case SHUTDOWN -> required(call.hasShutdown(), "shutdown");
      case ACKNOWLEDGE ->
          required(call.hasAcknowledge(), "acknowledge")
              .or(() -> uuidProblem(call.getAcknowledge().getUuid().size()));
      case ACKNOWLEDGE_OPERATION_STATUS -> operationAcknowledgementProblem(call);
      case RECONCILE -> required(call.hasReconcile(), "reconcile");
      case RECONCILE_OPERATIONS -> required(call.hasReconcileOperations(), "reconcile_operations");
      case MESSAGE -> required(call.hasMessage(), "message");
      case REQUEST -> required(call.hasRequest(), "request");
      case UPDATE_FRAMEWORK -> updateFrameworkProblem(call);
    };
  }

  private static Optional<String> operationAcknowledgementProblem(Call call) {
    return required(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status")
        .or(() -> uuidProblem(call.getAcknowledgeOperationStatus().getUuid().size()))
        .or(() -> required(call.getAcknowledgeOperationStatus().hasAgentId(), "agent_id"));
  }

  private static Optional<String> updateFrameworkProblem(Call call) {
    return required(call.hasUpdateFramework(), "update_framework")
        .or(
            () ->
                call.getUpdateFramework().getFrameworkInfo().getId().equals(call.getFrameworkId())
                    ? Optional.empty()
                    : Optional.of(
                        "'framework_id' differs from 'update_framework.framework_info.id'"));
  }

  private static Optional<String> uuidProblem(int bytes) {
    return bytes == UUID_BYTES
        ? Optional.empty()
        : Optional.of(
            "Not a valid UUID: expecting %d bytes, found %d".formatted(UUID_BYTES, bytes));
  }

  private static Optional<String> required(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '%s' to be present".formatted(field));
  }
}
