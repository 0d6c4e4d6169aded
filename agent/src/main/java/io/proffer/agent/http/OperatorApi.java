package io.proffer.agent.http;

import akka.http.javadsl.model.HttpResponse;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.sandbox.SandboxFiles;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.core.model.ProviderId;
import io.proffer.core.protocol.MediaType;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;

/** {@code POST /api/v1}: the operator API of an agent. */
final class OperatorApi implements AgentRoutes.Endpoint {

  private final AgentSelf self;
  private final Snapshots snapshots;
  private final MeasuredRuntime runtime;
  private final MetricsEndpoints metrics;
  private final SandboxFiles files;
  private final ContainerCalls containers;
  private final ProviderApi providers;

  /** Gives the agent's state, or says why not. */
  @FunctionalInterface
  interface Snapshots {
    AgentSnapshot get() throws RefusedException;
  }

  OperatorApi(
      AgentSelf self,
      Snapshots snapshots,
      MeasuredRuntime runtime,
      MetricsEndpoints metrics,
      SandboxFiles files,
      ContainerCalls containers,
      ProviderApi providers) {
    this.self = self;
    this.snapshots = snapshots;
    this.runtime = runtime;
    this.metrics = metrics;
    this.files = files;
    this.containers = containers;
    this.providers = providers;
  }

  @Override
  public boolean takesAnyMethod() {
    return true;
  }

  @Override
  public HttpResponse answer(Request request) throws RefusedException {
    if (!request.method().equals("POST")) {
      return Answers.methodNotAllowed("POST", request.method());
    }
    MessageTypes types = MessageTypes.of(request);
    Call call = CallReader.read(request, Call.getDefaultInstance());
    validate(call);
    refuseExecutors(call, request);
    boolean goesOn =
        call.getType() == Call.Type.LAUNCH_NESTED_CONTAINER_SESSION
            || call.getType() == Call.Type.ATTACH_CONTAINER_OUTPUT;
    if (types.acceptStreamed() && !goesOn) {
      throw new RefusedException(
          406, "Streaming response is not supported for " + call.getType() + " call");
    }
    return answer(call, request, types);
  }

  private HttpResponse answer(Call call, Request request, MessageTypes types)
      throws RefusedException {
    if (aboutContainers(call)) {
      return containers.answer(call, request, types);
    }
    return switch (call.getType()) {
      case MARK_RESOURCE_PROVIDER_GONE ->
          providers.gone(ProviderId.of(call.getMarkResourceProviderGone().getResourceProviderId()));
      default -> rendered(response(request, call), types.accept());
    };
  }

  /** An executor's token is for what concerns containers; which, is looked at there. */
  private static void refuseExecutors(Call call, Request request) throws RefusedException {
    if (request.caller() instanceof Caller.Executor && !aboutContainers(call)) {
      throw new RefusedException(403, "An executor may not call " + call.getType());
    }
  }

  private static boolean aboutContainers(Call call) {
    return switch (call.getType()) {
      case LAUNCH_NESTED_CONTAINER,
          WAIT_NESTED_CONTAINER,
          KILL_NESTED_CONTAINER,
          REMOVE_NESTED_CONTAINER,
          LAUNCH_NESTED_CONTAINER_SESSION,
          ATTACH_CONTAINER_INPUT,
          ATTACH_CONTAINER_OUTPUT,
          LAUNCH_CONTAINER,
          WAIT_CONTAINER,
          KILL_CONTAINER,
          REMOVE_CONTAINER ->
          true;
      default -> false;
    };
  }

  /** A call that only does something is answered with an empty body. */
  private static HttpResponse rendered(Response response, MediaType type) {
    return response.hasType() ? Answers.message(type, type.write(response)) : Answers.done();
  }

  private static void validate(Call call) throws RefusedException {
    String missing =
        switch (call.getType()) {
          case GET_METRICS -> call.hasGetMetrics() ? "" : "get_metrics";
          case LIST_FILES -> call.hasListFiles() ? "" : "list_files";
          case READ_FILE -> call.hasReadFile() ? "" : "read_file";
          case MARK_RESOURCE_PROVIDER_GONE ->
              call.hasMarkResourceProviderGone() ? "" : "mark_resource_provider_gone";
          default -> "";
        };
    if (!call.hasType()) {
      missing = "type";
    }
    if (!missing.isEmpty()) {
      throw new RefusedException(
          400, "Failed to validate agent::Call: Expecting '" + missing + "' to be present");
    }
  }

  private Response response(Request request, Call call) throws RefusedException {
    return switch (call.getType()) {
      case GET_HEALTH -> ServerMessages.getHealth(self);
      case GET_FLAGS -> ServerMessages.getFlags(self);
      case GET_VERSION -> ServerMessages.getVersion(self);
      case GET_METRICS -> ServerMessages.getMetrics(metrics.values(snapshots.get()));
      case GET_LOGGING_LEVEL -> ServerMessages.getLoggingLevel();
      case GET_AGENT -> ServerMessages.getAgent(self, snapshots.get());
      case GET_OPERATIONS -> ProviderMessages.getOperations(snapshots.get());
      case GET_RESOURCE_PROVIDERS -> ProviderMessages.getResourceProviders(snapshots.get());
      case GET_STATE -> StateMessages.getState(snapshots.get());
      case GET_TASKS -> StateMessages.getTasks(snapshots.get());
      case GET_EXECUTORS -> StateMessages.getExecutors(snapshots.get());
      case GET_FRAMEWORKS -> StateMessages.getFrameworks(snapshots.get());
      case GET_CONTAINERS -> ContainerMessages.getContainers(snapshots.get(), runtime);
      case LIST_FILES -> FileMessages.list(files, request.principal(), call.getListFiles());
      case READ_FILE -> FileMessages.read(files, request.principal(), call.getReadFile());
      case UNKNOWN ->
          throw new RefusedException(501, "The type of the call is none of those there are");
      case SET_LOGGING_LEVEL -> throw notYet(call, "changing the logging level");
      case LAUNCH_NESTED_CONTAINER,
          WAIT_NESTED_CONTAINER,
          KILL_NESTED_CONTAINER,
          REMOVE_NESTED_CONTAINER,
          LAUNCH_NESTED_CONTAINER_SESSION,
          ATTACH_CONTAINER_INPUT,
          ATTACH_CONTAINER_OUTPUT,
          LAUNCH_CONTAINER,
          WAIT_CONTAINER,
          KILL_CONTAINER,
          REMOVE_CONTAINER,
          MARK_RESOURCE_PROVIDER_GONE ->
          throw new IllegalStateException("answered elsewhere");
      case ADD_RESOURCE_PROVIDER_CONFIG,
          UPDATE_RESOURCE_PROVIDER_CONFIG,
          REMOVE_RESOURCE_PROVIDER_CONFIG ->
          throw notYet(call, "resource providers that the agent starts itself");
      case PRUNE_IMAGES -> prune(call);
    };
  }

  /** Answered with nothing when it is done, as in Mesos. */
  private Response prune(Call call) throws RefusedException {
    try {
      runtime.prune(
          call.getPruneImages().getExcludedImagesList().stream()
              .filter(Image::hasDocker)
              .map(i -> i.getDocker().getName())
              .collect(Collectors.toSet()));
      return Response.getDefaultInstance();
    } catch (RuntimeException e) {
      throw new RefusedException(503, "Images cannot be pruned: " + e.getMessage());
    }
  }

  private static RefusedException notYet(Call call, String feature) {
    return new RefusedException(
        501,
        "%s is not implemented: this version of Proffer has no support for %s"
            .formatted(call.getType(), feature));
  }
}
