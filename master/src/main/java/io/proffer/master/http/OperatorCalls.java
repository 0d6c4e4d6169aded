package io.proffer.master.http;

import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.master.Protos.Call;

/** What makes an operator's call well-formed in itself, whatever the master knows. */
final class OperatorCalls {

  private OperatorCalls() {}

  /** Why the call is answered with 400, in Mesos' words; empty if it is well-formed. */
  static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return Optional.of("Expecting 'type' to be present");
    }
    return hasPayload(call)
        ? Optional.empty()
        : Optional.of(
            "Expecting '%s' to be present"
                .formatted(call.getType().name().toLowerCase(Locale.ROOT)));
  }

  /** Whether the field that carries what the call is about is there, or none is needed. */
  @SuppressWarnings("deprecation") // SET_QUOTA and REMOVE_QUOTA are still called
  private static boolean hasPayload(Call call) {
    return switch (call.getType()) {
      case UNKNOWN,
          GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          // It carries a time limit only, and its field may be left out: see docs/compatibility.md.
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
          SUBSCRIBE ->
          true;
      case SET_LOGGING_LEVEL -> call.hasSetLoggingLevel();
      case LIST_FILES -> call.hasListFiles();
      case READ_FILE -> call.hasReadFile();
      case UPDATE_WEIGHTS -> call.hasUpdateWeights();
      case RESERVE_RESOURCES -> call.hasReserveResources();
      case UNRESERVE_RESOURCES -> call.hasUnreserveResources();
      case CREATE_VOLUMES -> call.hasCreateVolumes();
      case DESTROY_VOLUMES -> call.hasDestroyVolumes();
      case GROW_VOLUME -> call.hasGrowVolume();
      case SHRINK_VOLUME -> call.hasShrinkVolume();
      case UPDATE_MAINTENANCE_SCHEDULE -> call.hasUpdateMaintenanceSchedule();
      case START_MAINTENANCE -> call.hasStartMaintenance();
      case STOP_MAINTENANCE -> call.hasStopMaintenance();
      case DRAIN_AGENT -> call.hasDrainAgent();
      case DEACTIVATE_AGENT -> call.hasDeactivateAgent();
      case REACTIVATE_AGENT -> call.hasReactivateAgent();
      case UPDATE_QUOTA -> call.hasUpdateQuota();
      case SET_QUOTA -> call.hasSetQuota();
      case REMOVE_QUOTA -> call.hasRemoveQuota();
      case TEARDOWN -> call.hasTeardown();
      case MARK_AGENT_GONE -> call.hasMarkAgentGone();
    };
  }
}
