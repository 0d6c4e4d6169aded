package io.proffer.master.http.operator;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.RoleNames;
import io.proffer.master.state.OfferOperation;
import java.util.List;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.master.Protos.Response;

/** The answers of the operator API that tell what the master knows. */
public final class StateMessages {

  private StateMessages() {}

  public static Response.GetState state(MasterSnapshot snapshot) {
    Allocations allocations = Allocations.of(snapshot);
    return Response.GetState.newBuilder()
        .setGetTasks(TaskMessages.tasks(snapshot))
        .setGetExecutors(TaskMessages.executors(snapshot))
        .setGetFrameworks(FrameworkMessages.all(snapshot, allocations))
        .setGetAgents(AgentMessages.all(snapshot, allocations))
        .build();
  }

  public static Response getState(MasterSnapshot snapshot) {
    return answer(Response.Type.GET_STATE).setGetState(state(snapshot)).build();
  }

  public static Response getAgents(MasterSnapshot snapshot) {
    return answer(Response.Type.GET_AGENTS)
        .setGetAgents(AgentMessages.all(snapshot, Allocations.of(snapshot)))
        .build();
  }

  public static Response getFrameworks(MasterSnapshot snapshot) {
    return answer(Response.Type.GET_FRAMEWORKS)
        .setGetFrameworks(FrameworkMessages.all(snapshot, Allocations.of(snapshot)))
        .build();
  }

  public static Response getExecutors(MasterSnapshot snapshot) {
    return answer(Response.Type.GET_EXECUTORS)
        .setGetExecutors(TaskMessages.executors(snapshot))
        .build();
  }

  public static Response getTasks(MasterSnapshot snapshot) {
    return answer(Response.Type.GET_TASKS).setGetTasks(TaskMessages.tasks(snapshot)).build();
  }

  public static Response getOperations(MasterSnapshot snapshot) {
    Response.GetOperations.Builder operations = Response.GetOperations.newBuilder();
    for (OfferOperation operation : snapshot.operations()) {
      operations.addOperations(operation(operation));
    }
    return answer(Response.Type.GET_OPERATIONS).setGetOperations(operations).build();
  }

  private static Protos.Operation operation(OfferOperation operation) {
    Protos.Operation.Builder message =
        Protos.Operation.newBuilder()
            .setAgentId(operation.agent().toProto())
            .setInfo(operation.info())
            .setLatestStatus(operation.latest())
            .addAllStatuses(operation.statuses())
            .setUuid(Protos.UUID.newBuilder().setValue(operation.uuid()));
    operation.framework().ifPresent(id -> message.setFrameworkId(id.toProto()));
    return message.build();
  }

  public static Response getRoles(MasterSnapshot snapshot) {
    Response.GetRoles.Builder roles = Response.GetRoles.newBuilder();
    RoleNames.of(snapshot, Allocations.of(snapshot))
        .forEach((name, holding) -> roles.addRoles(role(name, holding, snapshot)));
    return answer(Response.Type.GET_ROLES).setGetRoles(roles).build();
  }

  private static Protos.Role role(String name, RoleNames.Holding holding, MasterSnapshot snapshot) {
    return Protos.Role.newBuilder()
        .setName(name)
        .setWeight(snapshot.roles().weightOf(name))
        .addAllFrameworks(holding.frameworks().stream().map(FrameworkId::toProto).toList())
        .addAllResources(quantities(holding.used().plus(holding.offered())))
        .build();
  }

  /** How much there is of each scalar, by name, without what it is reserved or used for. */
  private static List<Resource> quantities(Resources resources) {
    return resources.scalarsMillis().entrySet().stream()
        .map(
            scalar ->
                Resource.newBuilder()
                    .setName(scalar.getKey())
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(scalar.getValue() / 1000.0))
                    .build())
        .toList();
  }

  static Response.Builder answer(Response.Type type) {
    return Response.newBuilder().setType(type);
  }
}
