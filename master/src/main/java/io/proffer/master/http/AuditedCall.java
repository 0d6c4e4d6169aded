package io.proffer.master.http;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import io.proffer.master.http.server.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.master.Protos.Call;

/**
 * What an operator asks to have changed, in the few words that are kept of it: never the body of
 * the request, which may have secrets in it.
 *
 * @param name such as {@code DRAIN_AGENT}, or method and path
 * @param target what it is done to; empty where the name says it already
 */
record AuditedCall(String name, String target) {

  private static final String CALLS = "/api/v1";
  private static final String SCHEDULERS = "/api/v1/scheduler";
  private static final String BEHIND = "/service";
  private static final Pattern PLAN = Pattern.compile("/service/[^/]+/proffer/v1/apps/plan");
  private static final String TERMINAL = "/dashboard/exec";
  private static final int MAX_NAME = 300;
  private static final int MAX_NAMED = 5;

  AuditedCall {
    name = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
    target = target.length() > MAX_NAME ? target.substring(0, MAX_NAME) + "…" : target;
  }

  /**
   * What a request would change; empty if it only reads, or comes from a scheduler, whose calls are
   * not an operator's.
   *
   * @param endpoint the path under which its endpoint is found, which decides: what is asked under
   *     a longer path that only begins like another endpoint's is answered by this one
   * @param readOnly whether that changes nothing, whatever the method
   */
  static Optional<AuditedCall> of(Request request, String endpoint, boolean readOnly) {
    String path = request.path();
    if (endpoint.equals(TERMINAL) && request.webSocket().isPresent()) {
      String command = request.parameter("command").orElse("sh");
      return Optional.of(
          new AuditedCall(
              "EXEC", request.parameter("task").orElse("") + ": " + command.replace('\n', ' ')));
    }
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (readOnly || reads || endpoint.equals(SCHEDULERS)) {
      return Optional.empty();
    }
    if (endpoint.equals(CALLS)) {
      return ofCall(request);
    }
    if (endpoint.equals(BEHIND)) {
      // What a plan would do is asked; nothing is done.
      return PLAN.matcher(path).matches()
          ? Optional.empty()
          : Optional.of(
              new AuditedCall(
                  request.method(), path.substring(Math.min(path.length(), BEHIND.length() + 1))));
    }
    return Optional.of(new AuditedCall(request.method() + " " + path, ofForm(request)));
  }

  private static String ofForm(Request request) {
    try {
      return switch (request.path()) {
        case "/machine/down", "/machine/up" ->
            machines(
                MesosJson.readList(request.body().toArrayUnsafe(), MachineID.getDefaultInstance()));
        case "/maintenance/schedule" ->
            machines(MesosJson.read(request.body().toArrayUnsafe(), Schedule.getDefaultInstance()));
        case "/teardown", "/reserve", "/unreserve", "/create-volumes", "/destroy-volumes" -> {
          Map<String, List<String>> form = request.form();
          yield Stream.of("frameworkId", "slaveId")
              .flatMap(name -> form.getOrDefault(name, List.of()).stream())
              .collect(Collectors.joining(" "));
        }
        case "/agent/token" -> request.parameter("address").orElse("");
        default -> "";
      };
    } catch (MalformedMessageException | IllegalArgumentException unread) {
      return "";
    }
  }

  private static Optional<AuditedCall> ofCall(Request request) {
    try {
      Call call = CallReader.read(request, Call.getDefaultInstance());
      return target(call).map(target -> new AuditedCall(call.getType().name(), target));
    } catch (RefusedException unread) {
      return Optional.empty(); // it is no call
    }
  }

  /** Empty for a call that only reads. */
  @SuppressWarnings("deprecation") // SET_QUOTA and REMOVE_QUOTA are still called
  private static Optional<String> target(Call call) {
    return switch (call.getType()) {
      case UNKNOWN,
          GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_METRICS,
          GET_LOGGING_LEVEL,
          GET_STATE,
          GET_AGENTS,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_OPERATIONS,
          GET_TASKS,
          GET_ROLES,
          GET_WEIGHTS,
          GET_MASTER,
          GET_MAINTENANCE_STATUS,
          GET_MAINTENANCE_SCHEDULE,
          GET_QUOTA,
          LIST_FILES,
          READ_FILE,
          SUBSCRIBE ->
          Optional.empty();
      case SET_LOGGING_LEVEL -> Optional.of("to " + call.getSetLoggingLevel().getLevel());
      case UPDATE_WEIGHTS ->
          named(
              call.getUpdateWeights().getWeightInfosList().stream()
                  .map(AuditedCall::weight)
                  .toList());
      case RESERVE_RESOURCES ->
          resources(
              call.getReserveResources().getAgentId().getValue(),
              call.getReserveResources().getResourcesList());
      case UNRESERVE_RESOURCES ->
          resources(
              call.getUnreserveResources().getAgentId().getValue(),
              call.getUnreserveResources().getResourcesList());
      case CREATE_VOLUMES ->
          resources(
              call.getCreateVolumes().getAgentId().getValue(),
              call.getCreateVolumes().getVolumesList());
      case DESTROY_VOLUMES ->
          resources(
              call.getDestroyVolumes().getAgentId().getValue(),
              call.getDestroyVolumes().getVolumesList());
      case GROW_VOLUME ->
          resources(
              call.getGrowVolume().getAgentId().getValue(),
              List.of(call.getGrowVolume().getVolume()));
      case SHRINK_VOLUME ->
          resources(
              call.getShrinkVolume().getAgentId().getValue(),
              List.of(call.getShrinkVolume().getVolume()));
      case UPDATE_MAINTENANCE_SCHEDULE ->
          Optional.of(machines(call.getUpdateMaintenanceSchedule().getSchedule()));
      case START_MAINTENANCE -> Optional.of(machines(call.getStartMaintenance().getMachinesList()));
      case STOP_MAINTENANCE -> Optional.of(machines(call.getStopMaintenance().getMachinesList()));
      case DRAIN_AGENT -> Optional.of(call.getDrainAgent().getAgentId().getValue());
      case DEACTIVATE_AGENT -> Optional.of(call.getDeactivateAgent().getAgentId().getValue());
      case REACTIVATE_AGENT -> Optional.of(call.getReactivateAgent().getAgentId().getValue());
      case MARK_AGENT_GONE -> Optional.of(call.getMarkAgentGone().getAgentId().getValue());
      case UPDATE_QUOTA ->
          named(
              call.getUpdateQuota().getQuotaConfigsList().stream()
                  .map(config -> config.getRole())
                  .toList());
      case SET_QUOTA -> Optional.of(call.getSetQuota().getQuotaRequest().getRole());
      case REMOVE_QUOTA -> Optional.of(call.getRemoveQuota().getRole());
      case TEARDOWN -> Optional.of(call.getTeardown().getFrameworkId().getValue());
    };
  }

  private static String weight(WeightInfo info) {
    return info.getRole() + "=" + info.getWeight();
  }

  /** The agent, and what of its resources. */
  private static Optional<String> resources(String agent, List<Resource> resources) {
    List<String> texts =
        resources.stream()
            .map(
                one ->
                    one.getDisk().hasPersistence()
                        ? "volume " + one.getDisk().getPersistence().getId()
                        : one.getName() + " " + one.getScalar().getValue())
            .toList();
    return named(texts).map(named -> agent + ": " + named);
  }

  private static String machines(Schedule schedule) {
    return machines(
        schedule.getWindowsList().stream()
            .flatMap(window -> window.getMachineIdsList().stream())
            .toList());
  }

  private static String machines(List<MachineID> machines) {
    return named(
            machines.stream()
                .map(one -> one.getHostname().isEmpty() ? one.getIp() : one.getHostname())
                .toList())
        .orElse("no machine");
  }

  private static Optional<String> named(List<String> names) {
    String first = names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    int more = names.size() - MAX_NAMED;
    return Optional.of(more > 0 ? first + " and " + more + " more" : first);
  }
}
