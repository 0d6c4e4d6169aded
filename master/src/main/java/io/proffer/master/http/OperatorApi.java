package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MediaType;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.http.operator.MaintenanceMessages;
import io.proffer.master.http.operator.OperatorRecord;
import io.proffer.master.http.operator.RoleMessages;
import io.proffer.master.http.operator.ServerMessages;
import io.proffer.master.http.operator.StateMessages;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.mesos.v1.master.Protos;
import org.apache.mesos.v1.master.Protos.Call;

/** {@code POST /api/v1}: the operator API. */
final class OperatorApi implements Endpoint.OfLeader {

  private final MasterSelf self;
  private final MetricsEndpoints metrics;
  private final MasterLog log;

  OperatorApi(MasterSelf self, MetricsEndpoints metrics, MasterLog log) {
    this.self = self;
    this.metrics = metrics;
    this.log = log;
  }

  @Override
  @SuppressWarnings("deprecation") // SET_QUOTA and REMOVE_QUOTA are still called
  public CompletionStage<Response> answer(Request request, Term term) throws RefusedException {
    Call call = CallReader.read(request, Call.getDefaultInstance());
    Optional<String> problem = OperatorCalls.problem(call);
    if (problem.isPresent()) {
      throw new RefusedException(400, "Failed to validate master::Call: " + problem.get());
    }
    MediaType type = CallReader.negotiate(request);
    return switch (call.getType()) {
      case GET_STATE -> read(request, term, type, call, StateMessages::getState);
      case GET_AGENTS -> read(request, term, type, call, StateMessages::getAgents);
      case GET_FRAMEWORKS -> read(request, term, type, call, StateMessages::getFrameworks);
      case GET_EXECUTORS -> read(request, term, type, call, StateMessages::getExecutors);
      case GET_TASKS -> read(request, term, type, call, StateMessages::getTasks);
      case GET_ROLES -> read(request, term, type, call, StateMessages::getRoles);
      case GET_METRICS ->
          metrics
              .snapshot()
              .thenApply(values -> write(request, type, ServerMessages.getMetrics(values)));
      case GET_HEALTH -> now(request, type, ServerMessages.getHealth());
      case GET_FLAGS -> now(request, type, ServerMessages.getFlags(self));
      case GET_VERSION -> now(request, type, ServerMessages.getVersion(self.build()));
      case GET_LOGGING_LEVEL -> now(request, type, ServerMessages.getLoggingLevel());
      case GET_MASTER -> now(request, type, ServerMessages.getMaster(self, term.master()));
      case GET_OPERATIONS -> read(request, term, type, call, StateMessages::getOperations);
      case GET_WEIGHTS -> read(request, term, type, call, RoleMessages::getWeights);
      case GET_QUOTA -> read(request, term, type, call, RoleMessages::getQuota);
      case GET_MAINTENANCE_STATUS -> read(request, term, type, call, MaintenanceMessages::status);
      case GET_MAINTENANCE_SCHEDULE ->
          read(request, term, type, call, MaintenanceMessages::schedule);
      case SUBSCRIBE -> Answers.now(subscribe(term, type));
      case TEARDOWN ->
          term.master()
              .tearDown(FrameworkId.of(call.getTeardown().getFrameworkId()))
              .thenApply(Answers::of);
      case UNKNOWN ->
          throw new RefusedException(501, "The type of the call is none of those there are");
      case SET_LOGGING_LEVEL -> throw notYet(call, "changing the logging level");
      case LIST_FILES -> {
        log.at(call.getListFiles().getPath());
        yield now(request, type, ServerMessages.listNoFiles());
      }
      case READ_FILE -> readFile(request, type, call.getReadFile());
      case UPDATE_WEIGHTS ->
          term.master()
              .updateWeights(call.getUpdateWeights().getWeightInfosList())
              .thenApply(Answers::of);
      case RESERVE_RESOURCES ->
          operate(request, term, OperatorOperation.of(call.getReserveResources()));
      case UNRESERVE_RESOURCES ->
          operate(request, term, OperatorOperation.of(call.getUnreserveResources()));
      case CREATE_VOLUMES -> operate(request, term, OperatorOperation.of(call.getCreateVolumes()));
      case DESTROY_VOLUMES ->
          operate(request, term, OperatorOperation.of(call.getDestroyVolumes()));
      case GROW_VOLUME -> operate(request, term, OperatorOperation.of(call.getGrowVolume()));
      case SHRINK_VOLUME -> operate(request, term, OperatorOperation.of(call.getShrinkVolume()));
      case UPDATE_MAINTENANCE_SCHEDULE ->
          term.master()
              .scheduleMaintenance(call.getUpdateMaintenanceSchedule().getSchedule())
              .thenApply(Answers::of);
      case START_MAINTENANCE ->
          term.master()
              .startMaintenance(call.getStartMaintenance().getMachinesList())
              .thenApply(Answers::of);
      case STOP_MAINTENANCE ->
          term.master()
              .stopMaintenance(call.getStopMaintenance().getMachinesList())
              .thenApply(Answers::of);
      case DRAIN_AGENT -> {
        AgentDrain asked = AgentDrain.of(call.getDrainAgent());
        yield term.master().drain(asked.agent(), asked.config()).thenApply(Answers::of);
      }
      case DEACTIVATE_AGENT ->
          term.master()
              .deactivate(AgentId.of(call.getDeactivateAgent().getAgentId()))
              .thenApply(Answers::of);
      case REACTIVATE_AGENT ->
          term.master()
              .reactivate(AgentId.of(call.getReactivateAgent().getAgentId()))
              .thenApply(Answers::of);
      case UPDATE_QUOTA ->
          term.master()
              .updateQuota(
                  call.getUpdateQuota().getQuotaConfigsList(), call.getUpdateQuota().getForce())
              .thenApply(Answers::of);
      case SET_QUOTA ->
          term.master().setQuota(call.getSetQuota().getQuotaRequest()).thenApply(Answers::of);
      case REMOVE_QUOTA ->
          term.master().removeQuota(call.getRemoveQuota().getRole(), "").thenApply(Answers::of);
      case MARK_AGENT_GONE ->
          term.master()
              .markGone(AgentId.of(call.getMarkAgentGone().getAgentId()))
              .thenApply(Answers::of);
    };
  }

  private static CompletionStage<Response> operate(
      Request request, Term term, OperatorOperation asked) {
    return term.master()
        .operate(asked.agent(), asked.operation(), request.principal())
        .thenApply(Answers::of);
  }

  private CompletionStage<Response> readFile(Request request, MediaType type, Call.ReadFile asked)
      throws RefusedException {
    return log.read(asked.getPath(), asked.getOffset(), FileEndpoints.length(asked))
        .thenApply(part -> write(request, type, ServerMessages.readFile(part.size(), part.data())));
  }

  private static RefusedException notYet(Call call, String feature) {
    return new RefusedException(
        501,
        "%s is not implemented: this version of Proffer has no support for %s"
            .formatted(call.getType(), feature));
  }

  private static CompletionStage<Response> read(
      Request request,
      Term term,
      MediaType type,
      Call call,
      Function<MasterSnapshot, Protos.Response> message) {
    return term.answers()
        .get(new Kept(call.getType(), type), snapshot -> type.write(message.apply(snapshot)))
        .thenApply(rendered -> rendered.answer(request, Answers.contentType(type)));
  }

  /** Names a kept answer. */
  private record Kept(Call.Type call, MediaType type) {}

  private static CompletionStage<Response> now(
      Request request, MediaType type, Protos.Response response) {
    return Answers.now(write(request, type, response));
  }

  private static Response write(Request request, MediaType type, Protos.Response response) {
    return new Rendered(type.write(response)).answer(request, Answers.contentType(type));
  }

  private static Response subscribe(Term term, MediaType type) {
    OutboxReader<OperatorRecord, ByteString> records =
        new OutboxReader<>(term.operators().subscribe(), (event, more) -> event.bytes(type));
    return Response.stream(Answers.contentType(type), new OutboxPieces(records));
  }
}
