package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskStatus.Reason.REASON_INVALID_OFFERS;

import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.OfferEnded;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.OfferEnd;
import io.proffer.master.validation.LaunchTarget;
import io.proffer.master.validation.OfferValidation;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * ACCEPT: the operations are done one after another, each with what those before left; what is left
 * in the end is declined.
 */
final class Accept {
  private final Turn turn;
  private final MasterState state;
  private final Offers offers;
  private final Launches launches;
  private final Conversions conversions;

  Accept(Turn turn, Offers offers, Launches launches, Conversions conversions) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
    this.launches = launches;
    this.conversions = conversions;
  }

  void handle(Framework framework, Call.Accept accept) {
    List<OfferId> ids = SchedulerCalls.offerIds(accept.getOfferIdsList());
    Optional<String> problem = OfferValidation.problem(ids, framework, state);
    if (problem.isPresent()) {
      refuseAll(framework, ids, accept.getOperationsList(), problem.get());
      return;
    }
    Offer first = state.offer(ids.get(0)).orElseThrow();
    Agent agent = state.agent(first.agent()).orElseThrow();
    Resources offered = Resources.empty();
    for (OfferId id : ids) {
      offered = offered.plus(state.offer(id).orElseThrow().resources());
      turn.happened(new OfferEnded(id, OfferEnd.ACCEPTED));
    }
    LaunchTarget target = new LaunchTarget(framework, agent, first.role(), state);
    Resources available = offered;
    for (Operation operation : accept.getOperationsList()) {
      available = perform(operation, target, available);
    }
    // What was converted was not offered so, and is not declined.
    offers.refuse(first, available.intersect(offered), accept.getFilters());
  }

  /** Returns what the operation leaves. */
  private Resources perform(Operation operation, LaunchTarget target, Resources available) {
    return switch (operation.getType()) {
      case LAUNCH -> available.minus(launches.launch(operation, target, available).nonShared());
      case LAUNCH_GROUP ->
          available.minus(launches.launchGroup(operation, target, available).nonShared());
      case RESERVE,
          UNRESERVE,
          CREATE,
          DESTROY,
          GROW_VOLUME,
          SHRINK_VOLUME,
          CREATE_DISK,
          DESTROY_DISK ->
          conversions.perform(operation, target, available);
      case UNKNOWN -> available;
    };
  }

  /** The offers are not good: nothing is done, and those of them that are the framework's end. */
  private void refuseAll(
      Framework framework, List<OfferId> ids, List<Operation> operations, String problem) {
    for (OfferId id : ids) {
      state
          .offer(id)
          .filter(offer -> offer.framework().equals(framework.id()))
          .ifPresent(offer -> turn.happened(new OfferEnded(id, OfferEnd.DISCARDED)));
    }
    for (Operation operation : operations) {
      switch (operation.getType()) {
        case LAUNCH -> drop(framework, operation.getLaunch().getTaskInfosList(), problem);
        case LAUNCH_GROUP ->
            drop(framework, operation.getLaunchGroup().getTaskGroup().getTasksList(), problem);
        case RESERVE,
            UNRESERVE,
            CREATE,
            DESTROY,
            GROW_VOLUME,
            SHRINK_VOLUME,
            CREATE_DISK,
            DESTROY_DISK ->
            conversions.refuse(
                framework, operation, "Operation attempted with invalid offers: " + problem);
        case UNKNOWN -> {}
      }
    }
  }

  /**
   * A task that is known already was launched by an earlier call: a client that repeats a call
   * whose answer it has lost is told how its task fares, not that it was dropped, which is false
   * and final.
   */
  private void drop(Framework framework, List<TaskInfo> tasks, String problem) {
    String message = "Task launched with invalid offers: " + problem;
    for (TaskInfo task : tasks) {
      TaskKey key = new TaskKey(framework.id(), TaskId.of(task.getTaskId()));
      TaskStatus status =
          state
              .task(key)
              .map(known -> Statuses.latest(known, REASON_INVALID_OFFERS, message, turn.now()))
              .orElseGet(
                  () ->
                      Statuses.ofRefused(
                          task,
                          Statuses.understoodBy(framework, TaskState.TASK_DROPPED),
                          REASON_INVALID_OFFERS,
                          message,
                          turn.now()));
      turn.send(framework, SchedulerEvents.update(status));
    }
  }
}
