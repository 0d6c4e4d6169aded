package io.proffer.sdk.internal;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** The calls a driver makes, without the framework's id, which the connection adds. */
final class Calls {

  private Calls() {}

  static Call subscribe(FrameworkInfo framework, Optional<FrameworkId> id, boolean suppressed) {
    FrameworkInfo.Builder info = framework.toBuilder();
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    id.ifPresent(known -> info.setId(known.toProto()));
    id.ifPresent(known -> call.setFrameworkId(known.toProto()));
    call.getSubscribeBuilder().setFrameworkInfo(info);
    if (suppressed) {
      call.getSubscribeBuilder().addAllSuppressedRoles(framework.getRolesList());
    }
    return call.build();
  }

  static Call update(FrameworkInfo framework, Optional<FrameworkId> id, boolean suppressed) {
    FrameworkInfo.Builder info = framework.toBuilder();
    id.ifPresent(known -> info.setId(known.toProto()));
    Call.Builder call = Call.newBuilder().setType(Call.Type.UPDATE_FRAMEWORK);
    call.getUpdateFrameworkBuilder().setFrameworkInfo(info);
    if (suppressed) {
      call.getUpdateFrameworkBuilder().addAllSuppressedRoles(framework.getRolesList());
    }
    return call.build();
  }

  static Call of(Call.Type type) {
    return Call.newBuilder().setType(type).build();
  }

  static Call accept(List<OfferId> offers, List<Offer.Operation> operations, Duration refusal) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACCEPT);
    call.getAcceptBuilder()
        .addAllOfferIds(offers.stream().map(OfferId::toProto).toList())
        .addAllOperations(operations)
        .setFilters(filters(refusal));
    return call.build();
  }

  static Call decline(Collection<OfferId> offers, Duration refusal) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.DECLINE);
    call.getDeclineBuilder()
        .addAllOfferIds(offers.stream().map(OfferId::toProto).toList())
        .setFilters(filters(refusal));
    return call.build();
  }

  static Call acknowledge(TaskStatus status) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE);
    call.getAcknowledgeBuilder()
        .setAgentId(status.getAgentId())
        .setTaskId(status.getTaskId())
        .setUuid(status.getUuid());
    return call.build();
  }

  static Call kill(TaskId task, Optional<AgentId> agent, Optional<Duration> grace) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.KILL);
    call.getKillBuilder().setTaskId(task.toProto());
    agent.ifPresent(known -> call.getKillBuilder().setAgentId(known.toProto()));
    grace.ifPresent(span -> call.getKillBuilder().setKillPolicy(killPolicy(span)));
    return call.build();
  }

  /** No tasks: all tasks the master knows of. */
  static Call reconcile(Map<TaskId, Optional<AgentId>> tasks) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.RECONCILE);
    Call.Reconcile.Builder reconcile = call.getReconcileBuilder();
    tasks.forEach(
        (task, agent) -> {
          Call.Reconcile.Task.Builder named = reconcile.addTasksBuilder();
          named.setTaskId(task.toProto());
          agent.ifPresent(known -> named.setAgentId(known.toProto()));
        });
    return call.build();
  }

  static Call message(Action.Message message) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.MESSAGE);
    call.getMessageBuilder()
        .setAgentId(message.agent().toProto())
        .setExecutorId(message.executor().toProto())
        .setData(message.data());
    return call.build();
  }

  static Call reconcileOperations(Map<String, Optional<AgentId>> operations) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.RECONCILE_OPERATIONS);
    operations.forEach(
        (id, agent) -> {
          Call.ReconcileOperations.Operation.Builder asked =
              call.getReconcileOperationsBuilder().addOperationsBuilder();
          asked.getOperationIdBuilder().setValue(id);
          agent.ifPresent(known -> asked.setAgentId(known.toProto()));
        });
    return call.build();
  }

  static Call acknowledge(OperationStatus status) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS);
    call.getAcknowledgeOperationStatusBuilder()
        .setAgentId(status.getAgentId())
        .setOperationId(status.getOperationId())
        .setUuid(status.getUuid().getValue());
    return call.build();
  }

  static Call inverse(Action.AnswerInverse answer) {
    Call.Builder call = Call.newBuilder();
    if (answer.accept()) {
      call.setType(Call.Type.ACCEPT_INVERSE_OFFERS)
          .getAcceptInverseOffersBuilder()
          .addInverseOfferIds(answer.offer().toProto())
          .setFilters(filters(answer.again()));
    } else {
      call.setType(Call.Type.DECLINE_INVERSE_OFFERS)
          .getDeclineInverseOffersBuilder()
          .addInverseOfferIds(answer.offer().toProto())
          .setFilters(filters(answer.again()));
    }
    return call.build();
  }

  static Call shutdown(Action.ShutdownExecutor executor) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.SHUTDOWN);
    call.getShutdownBuilder()
        .setAgentId(executor.agent().toProto())
        .setExecutorId(executor.executor().toProto());
    return call.build();
  }

  private static KillPolicy killPolicy(Duration grace) {
    DurationInfo period = DurationInfo.newBuilder().setNanoseconds(grace.toNanos()).build();
    return KillPolicy.newBuilder().setGracePeriod(period).build();
  }

  private static Filters filters(Duration refusal) {
    return Filters.newBuilder().setRefuseSeconds(refusal.toMillis() / 1000.0).build();
  }
}
