package io.proffer.master.state;

import static org.apache.mesos.v1.Protos.TaskState.TASK_DROPPED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_ERROR;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_GONE;
import static org.apache.mesos.v1.Protos.TaskState.TASK_GONE_BY_OPERATOR;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_LOST;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STAGING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_UNKNOWN;
import static org.apache.mesos.v1.Protos.TaskState.TASK_UNREACHABLE;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * The life of a task, as a table: which state may follow which. A state may always follow itself.
 */
public final class TaskStates {

  private static final Set<TaskState> TERMINAL =
      Collections.unmodifiableSet(
          EnumSet.of(
              TASK_FINISHED,
              TASK_FAILED,
              TASK_KILLED,
              TASK_ERROR,
              TASK_LOST,
              TASK_DROPPED,
              TASK_GONE,
              TASK_GONE_BY_OPERATOR));

  private static final Set<TaskState> ANY =
      Collections.unmodifiableSet(EnumSet.allOf(TaskState.class));

  private static final Map<TaskState, Set<TaskState>> NEXT = table();

  private TaskStates() {}

  /** Whether nothing follows: the task has ended and its resources are free. */
  public static boolean isTerminal(TaskState state) {
    return TERMINAL.contains(state);
  }

  /** Whether a task in {@code from} may come to be in {@code to}. */
  public static boolean mayFollow(TaskState from, TaskState to) {
    return from == to || NEXT.getOrDefault(from, Set.of()).contains(to);
  }

  private static Map<TaskState, Set<TaskState>> table() {
    Map<TaskState, Set<TaskState>> next = new EnumMap<>(TaskState.class);
    next.put(TASK_STAGING, or(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_UNREACHABLE));
    next.put(TASK_STARTING, or(TASK_RUNNING, TASK_KILLING, TASK_UNREACHABLE));
    // An executor may report the health of a task it is already killing.
    next.put(TASK_RUNNING, or(TASK_KILLING, TASK_UNREACHABLE));
    next.put(TASK_KILLING, or(TASK_RUNNING, TASK_UNREACHABLE));
    // What the agent says when it is back decides.
    next.put(TASK_UNREACHABLE, ANY);
    next.put(TASK_UNKNOWN, ANY);
    return next;
  }

  private static Set<TaskState> or(TaskState first, TaskState... others) {
    EnumSet<TaskState> states = EnumSet.of(first, others);
    states.addAll(TERMINAL);
    return states;
  }
}
