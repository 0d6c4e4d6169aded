package io.proffer.master.validation;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What a scheduler call must have, whatever the master knows. */
public final class CallValidation {
  private static final int UUID_BYTES = 16;

  private CallValidation() {}

  /**
   * Why a call makes no sense, in Mesos' words; empty if it does.
   *
   * @param principal who the client proved to be; empty without authentication
   */
  public static Optional<String> problem(Call call, Optional<String> principal) {
    if (!call.hasType()) {
      return missing("type");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return problemOfSubscribe(call, principal);
    }
    if (!call.hasFrameworkId()) {
      return missing("framework_id");
    }
    return switch (call.getType()) {
      case SUBSCRIBE, TEARDOWN, REVIVE, SUPPRESS, UNKNOWN -> Optional.empty();
      case ACCEPT -> present(call.hasAccept(), "accept");
      case DECLINE -> present(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS -> present(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          present(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> present(call.hasKill(), "kill");
      case SHUTDOWN -> present(call.hasShutdown(), "shutdown");
      case ACKNOWLEDGE ->
          present(call.hasAcknowledge(), "acknowledge")
              .or(() -> uuid(call.getAcknowledge().getUuid()));
      case ACKNOWLEDGE_OPERATION_STATUS ->
          present(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status")
              .or(() -> uuid(call.getAcknowledgeOperationStatus().getUuid()))
              .or(() -> present(call.getAcknowledgeOperationStatus().hasAgentId(), "agent_id"));
      case RECONCILE -> present(call.hasReconcile(), "reconcile");
      case RECONCILE_OPERATIONS -> present(call.hasReconcileOperations(), "reconcile_operations");
      case MESSAGE -> present(call.hasMessage(), "message");
      case REQUEST -> present(call.hasRequest(), "request");
      case UPDATE_FRAMEWORK -> problemOfUpdateFramework(call);
    };
  }

  private static Optional<String> problemOfSubscribe(Call call, Optional<String> principal) {
    if (!call.hasSubscribe()) {
      return missing("subscribe");
    }
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    if (!info.getId().getValue().equals(call.getFrameworkId().getValue())) {
      return Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
    }
    return PrincipalRule.problem(principal, info.hasPrincipal(), info.getPrincipal());
  }

  private static Optional<String> problemOfUpdateFramework(Call call) {
    if (!call.hasUpdateFramework()) {
      return missing("update_framework");
    }
    FrameworkInfo info = call.getUpdateFramework().getFrameworkInfo();
    return info.getId().getValue().equals(call.getFrameworkId().getValue())
        ? Optional.empty()
        : Optional.of("'framework_id' differs from 'update_framework.framework_info.id'");
  }

  private static Optional<String> uuid(ByteString bytes) {
    return bytes.size() == UUID_BYTES ? Optional.empty() : Optional.of("Not a valid UUID");
  }

  private static Optional<String> present(boolean isPresent, String field) {
    return isPresent ? Optional.empty() : missing(field);
  }

  private static Optional<String> missing(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
