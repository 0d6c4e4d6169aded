package io.proffer.sdk;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * One offer: resources of one agent for one role, less what tasks put on it have taken. See {@link
 * Offers}. Not thread-safe.
 */
public final class OfferView {

  private final Offer offer;
  private final List<TaskInfo> tasks = new ArrayList<>();
  private Resources left;
  private Optional<Duration> refusal = Optional.empty();

  private OfferView(Offer offer) {
    this.offer = offer;
    this.left = Resources.of(offer.getResourcesList());
  }

  static OfferView of(Offer offer) {
    return new OfferView(offer);
  }

  public OfferId id() {
    return OfferId.of(offer.getId());
  }

  public AgentId agent() {
    return AgentId.of(offer.getAgentId());
  }

  public String hostname() {
    return offer.getHostname();
  }

  /** The role the resources are offered to. */
  public String role() {
    return offer.hasAllocationInfo() ? offer.getAllocationInfo().getRole() : "*";
  }

  /** The first value of an attribute of the agent, as text: {@code r1}, {@code 3}. */
  public Optional<String> attribute(String name) {
    return Attributes.find(offer.getAttributesList(), name).map(Attributes::valueText);
  }

  /** What the tasks put on the offer have left. */
  public Resources left() {
    return left;
  }

  /** The offer as it came. */
  public Offer toProto() {
    return offer;
  }

  /** Why a task does not fit; empty if it does. */
  public List<Mismatch> mismatches(TaskBuilder task) {
    List<Mismatch> found = new ArrayList<>(ResourcePicker.shortages(left, task.demand()));
    for (Requirement requirement : task.requirements()) {
      requirement.problem(this).map(Mismatch.Unmet::new).ifPresent(found::add);
    }
    return found;
  }

  /**
   * Puts a task on this offer, if it fits. Resources reserved to the role are taken before
   * unreserved ones; revocable ones are taken for what the task says is to be, and for nothing
   * else.
   */
  public Placement launch(TaskBuilder task) {
    List<Mismatch> mismatches = mismatches(task);
    if (!mismatches.isEmpty()) {
      Placement.Miss miss = new Placement.Miss(agent(), hostname(), mismatches);
      return new Placement.Unplaced(new TaskId(task.id()), List.of(miss));
    }
    ResourcePicker.Picked picked = ResourcePicker.pick(left, task.demand());
    TaskInfo info = TaskAssembly.assemble(task, this, picked);
    left = left.minus(picked.resources());
    tasks.add(info);
    return new Placement.Placed(this, info);
  }

  /**
   * Puts a task on this offer that the scheduler has made itself: its agent and its resources, with
   * the role they are allocated to, are the scheduler's business and are sent as they are.
   *
   * @throws IllegalArgumentException when the offer has not all of its resources left
   */
  public void launch(TaskInfo task) {
    Resources wanted = Resources.of(task.getResourcesList());
    if (!left.contains(wanted)) {
      throw new IllegalArgumentException(
          "task " + task.getTaskId().getValue() + " wants " + wanted + ", left are " + left);
    }
    left = left.minus(wanted);
    tasks.add(task);
  }

  /**
   * Refuses what this offer is of, for a time of the scheduler's own choice. Of no effect when a
   * task is put on the offer.
   *
   * @param span zero: it may be offered again at once
   */
  public void decline(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("an offer cannot be refused for " + span);
    }
    refusal = Optional.of(span);
  }

  /** For how long the scheduler refuses the offer, where it said so. */
  public Optional<Duration> refusal() {
    return refusal;
  }

  /** What is done with the offer when the callback has returned; empty: it is declined. */
  public List<Offer.Operation> operations() {
    if (tasks.isEmpty()) {
      return List.of();
    }
    Offer.Operation.Launch launch =
        Offer.Operation.Launch.newBuilder().addAllTaskInfos(tasks).build();
    return List.of(
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.LAUNCH)
            .setLaunch(launch)
            .build());
  }

  @Override
  public String toString() {
    return "offer " + id() + " of " + hostname() + ": " + left;
  }
}
