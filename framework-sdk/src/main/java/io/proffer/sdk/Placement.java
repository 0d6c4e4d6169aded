package io.proffer.sdk;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What became of the wish to launch a task on what is offered. */
public sealed interface Placement {

  /** Whether the task will be launched when the callback has returned. */
  boolean placed();

  /**
   * The task will be launched when the callback has returned.
   *
   * @param offer where
   * @param info the task as it will be sent, with its resources and ports
   */
  record Placed(OfferView offer, TaskInfo info) implements Placement {
    @Override
    public boolean placed() {
      return true;
    }

    @Override
    public String toString() {
      return info.getTaskId().getValue() + " on " + offer.hostname();
    }
  }

  /**
   * The task fits no offer.
   *
   * @param task its id
   * @param misses why, for each offer that was looked at
   */
  record Unplaced(TaskId task, List<Miss> misses) implements Placement {
    public Unplaced {
      misses = List.copyOf(misses);
    }

    @Override
    public boolean placed() {
      return false;
    }

    /** As {@code web-1 fits none of 1 offers: a1.example (…-S0) needs 2 cpus, 0.5 left}. */
    @Override
    public String toString() {
      if (misses.isEmpty()) {
        return task + " finds no offer";
      }
      return misses.stream()
          .map(Miss::toString)
          .collect(
              Collectors.joining("; ", task + " fits none of " + misses.size() + " offers: ", ""));
    }
  }

  /**
   * Why a task does not fit one offer.
   *
   * @param reasons at least one
   */
  record Miss(AgentId agent, String hostname, List<Mismatch> reasons) {
    public Miss {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String toString() {
      return reasons.stream()
          .map(Mismatch::toString)
          .collect(Collectors.joining(", ", hostname + " (" + agent + ") ", ""));
    }
  }
}
