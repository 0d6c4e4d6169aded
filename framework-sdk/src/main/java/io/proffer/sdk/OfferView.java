package io.proffer.sdk;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.Unavailability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * One offer: resources of one agent for one role, less what tasks put on it have taken, and as
 * operations on it have left them. See {@link Offers}. Not thread-safe.
 */
public final class OfferView {

  private final Offer offer;
  private final Optional<String> principal;
  private final List<Operation> operations = new ArrayList<>();

  /** What the last operation launches; no operation is made of it before it is wanted. */
  private final List<TaskInfo> launching = new ArrayList<>();

  private final KeptBack kept = new KeptBack();

  private Resources left;
  private Optional<Duration> refusal = Optional.empty();
  private boolean held;

  private OfferView(Offer offer, Optional<String> principal) {
    this.offer = offer;
    this.principal = principal;
    this.left = Resources.of(offer.getResourcesList());
  }

  static OfferView of(Offer offer, Optional<String> principal) {
    return new OfferView(offer, principal);
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

  /** When the agent is expected to be away; empty when no maintenance is planned. */
  public Optional<Unavailability> unavailability() {
    return offer.hasUnavailability()
        ? Optional.of(Unavailability.of(offer.getUnavailability()))
        : Optional.empty();
  }

  /** The first value of an attribute of the agent, as text: {@code r1}, {@code 3}. */
  public Optional<String> attribute(String name) {
    return Attributes.find(offer.getAttributesList(), name).map(Attributes::valueText);
  }

  /** What the tasks put on the offer, and those for whom a part is kept, have left. */
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
    for (PersistentVolume volume : task.volumes()) {
      if (!has(volume)) {
        found.add(new Mismatch.Unmet("needs volume '" + volume.id() + "', which is not offered"));
      }
    }
    for (Requirement requirement : task.requirements()) {
      requirement.problem(this).map(Mismatch.Unmet::new).ifPresent(found::add);
    }
    return found;
  }

  /**
   * How many tasks like this one fit on the offer together. What its requirements say of the offer
   * is asked once.
   *
   * @param most more of them are of no interest
   */
  public int room(TaskBuilder task, int most) {
    return most < 1 || !mismatches(task).isEmpty()
        ? 0
        : ResourcePicker.room(left, task.demand(), most);
  }

  /**
   * Keeps a part of what is left from all that is put on the offer, until its keeper gives it back.
   *
   * @param keeper on whose behalf, besides what is kept for it already
   * @throws IllegalArgumentException when it is not left
   */
  public void keepBack(Keeper keeper, Resources part) {
    left = left.minus(part);
    kept.add(keeper, part);
  }

  /**
   * Keeps what so many tasks like this one would take from all that is put on the offer, until its
   * keeper gives it back.
   *
   * @param keeper on whose behalf, besides what is kept for it already
   * @param times not more than there is {@link #room} for
   */
  public void keepBack(Keeper keeper, TaskBuilder task, int times) {
    for (int i = 0; i < times; i++) {
      keepBack(keeper, ResourcePicker.pick(left, task.demand()).resources());
    }
  }

  /** What is kept on behalf of a keeper; nothing when it keeps nothing. */
  public Resources kept(Keeper keeper) {
    return kept.of(keeper);
  }

  /** Those that something is kept for. */
  public Set<Keeper> keepers() {
    return kept.keepers();
  }

  /** What is kept on behalf of this keeper is left again, what others keep is not. */
  public void giveBack(Keeper keeper) {
    left = left.plus(kept.remove(keeper));
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
    ResourcePicker.Picked picked = ResourcePicker.pick(left, task.demand()).with(volumes(task));
    TaskInfo info = TaskAssembly.assemble(task, this, picked);
    left = left.minus(picked.resources().nonShared());
    launched(info);
    return new Placement.Placed(this, info);
  }

  private Resources volumes(TaskBuilder task) {
    List<Resource> used = new ArrayList<>();
    for (PersistentVolume volume : task.volumes()) {
      VolumePicker.find(left, volume).map(volume::usedAs).ifPresent(used::add);
    }
    return Resources.of(used);
  }

  private void launched(TaskInfo task) {
    boolean follows =
        launching.isEmpty()
            && !operations.isEmpty()
            && operations.getLast().getType() == Operation.Type.LAUNCH;
    if (follows) {
      launching.addAll(operations.removeLast().getLaunch().getTaskInfosList());
    }
    launching.add(task);
  }

  private List<Operation> made() {
    if (!launching.isEmpty()) {
      operations.add(launch(launching));
      launching.clear();
    }
    return operations;
  }

  private static Operation launch(List<TaskInfo> tasks) {
    return Operation.newBuilder()
        .setType(Operation.Type.LAUNCH)
        .setLaunch(Operation.Launch.newBuilder().addAllTaskInfos(tasks))
        .build();
  }

  /** Whether the volume is here, and no task that was put on the offer has taken it. */
  public boolean has(PersistentVolume volume) {
    return VolumePicker.find(left, volume).isPresent();
  }

  /**
   * Makes a volume: reserves as much of the disk as it takes, unless so much is reserved to the
   * role already, and creates the volume on it. Tasks that are put on the offer after this find it
   * there.
   *
   * @return why it cannot be made here; empty if it is going to be
   */
  public List<Mismatch> create(PersistentVolume volume) {
    if (role().equals("*")) {
      return List.of(new Mismatch.Unmet("a volume needs a role other than '*'"));
    }
    if (has(volume)) {
      return List.of(new Mismatch.Unmet("volume '" + volume.id() + "' is here already"));
    }
    Optional<VolumePicker.Place> place = VolumePicker.place(left, volume, role());
    if (place.isEmpty()) {
      return List.of(
          new Mismatch.Unmet(
              "needs %s MB of a %s disk for volume '%s'"
                  .formatted(volume.sizeMb(), volume.disk(), volume.id())));
    }
    Resource disk = place.get().disk();
    if (!place.get().reserved()) {
      disk = reserved(disk);
      apply(reserve(disk));
    }
    apply(
        Operation.newBuilder()
            .setType(Operation.Type.CREATE)
            .setCreate(Operation.Create.newBuilder().addVolumes(volume.on(disk, principal)))
            .build());
    return List.of();
  }

  /**
   * Removes a volume with all its data, and gives its disk back.
   *
   * @return whether it is here
   */
  public boolean destroy(PersistentVolume volume) {
    Optional<Resource> found = VolumePicker.find(left, volume);
    if (found.isEmpty()) {
      return false;
    }
    apply(
        Operation.newBuilder()
            .setType(Operation.Type.DESTROY)
            .setDestroy(Operation.Destroy.newBuilder().addVolumes(found.get()))
            .build());
    Resource disk = ResourceConversions.stripped(found.get());
    if (Resources.of(List.of(disk)).entries().get(0).isDynamicallyReserved()) {
      apply(
          Operation.newBuilder()
              .setType(Operation.Type.UNRESERVE)
              .setUnreserve(Operation.Unreserve.newBuilder().addResources(disk))
              .build());
    }
    return true;
  }

  /**
   * Reserves an amount of what is unreserved to the role of the offer.
   *
   * @param name of a scalar, as {@code cpus}
   * @return why it cannot be; empty if it is going to be
   */
  public Optional<Mismatch> reserve(String name, double amount) {
    return reserve(name, amount, Map.of());
  }

  /**
   * As {@link #reserve(String, double)}.
   *
   * @param labels that the reservation bears, in their order: whoever is offered the resources sees
   *     them, also a process that follows this one
   */
  public Optional<Mismatch> reserve(String name, double amount, Map<String, String> labels) {
    Resource wanted =
        Resource.newBuilder()
            .setName(name)
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(amount))
            .build();
    if (!left.unreserved().contains(Resources.of(List.of(wanted)))) {
      return Optional.of(new Mismatch.TooLittle(name, amount, left.unreserved().scalar(name)));
    }
    Resource.Builder reserved = reserved(wanted).toBuilder();
    ReservationInfo.Builder reservation =
        reserved.getReservationsBuilder(reserved.getReservationsCount() - 1);
    labels.forEach(
        (key, value) ->
            reservation.getLabelsBuilder().addLabelsBuilder().setKey(key).setValue(value));
    apply(reserve(reserved.build()));
    return Optional.empty();
  }

  /**
   * Gives back what was reserved.
   *
   * @param reserved a part of what is left, reserved dynamically
   * @throws IllegalArgumentException when it is not left
   */
  public void unreserve(Resources reserved) {
    apply(
        Operation.newBuilder()
            .setType(Operation.Type.UNRESERVE)
            .setUnreserve(Operation.Unreserve.newBuilder().addAllResources(reserved.toProtos()))
            .build());
  }

  /**
   * Does an operation on resources, for what has no method here. With an id, {@link
   * Scheduler#operationUpdated} is told what becomes of it.
   *
   * @param operation RESERVE, UNRESERVE, CREATE, DESTROY, GROW_VOLUME or SHRINK_VOLUME
   * @throws IllegalArgumentException when what it needs is not left of the offer
   */
  public void apply(Operation operation) {
    left = ResourceConversions.apply(ResourceConversions.of(operation), left);
    made().add(operation);
  }

  private static Operation reserve(Resource reserved) {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addResources(reserved))
        .build();
  }

  private Resource reserved(Resource unreserved) {
    ReservationInfo.Builder reservation =
        ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role());
    principal.ifPresent(reservation::setPrincipal);
    return unreserved.toBuilder().addReservations(reservation).build();
  }

  /**
   * Puts a task on this offer that the scheduler has made itself: its agent and its resources, with
   * the role they are allocated to, are the scheduler's business and are sent as they are.
   *
   * @throws IllegalArgumentException when the offer has not all of its resources left
   */
  public void launch(TaskInfo task) {
    Resources wanted = Resources.of(task.getResourcesList());
    if (!left.suffices(wanted)) {
      throw new IllegalArgumentException(
          "task " + task.getTaskId().getValue() + " wants " + wanted + ", left are " + left);
    }
    left = left.minus(wanted.nonShared());
    launched(task);
  }

  /**
   * Puts tasks on this offer that are launched together, or not at all, under an executor of their
   * own. As with {@link #launch(TaskInfo)} agents and resources are sent as they are.
   *
   * @param executor of type DEFAULT, with what it needs itself
   * @throws IllegalArgumentException when the offer has not all of their resources left
   */
  public void launch(ExecutorInfo executor, TaskGroupInfo group) {
    List<Resource> all = new ArrayList<>(executor.getResourcesList());
    group.getTasksList().forEach(task -> all.addAll(task.getResourcesList()));
    Resources wanted = Resources.of(all);
    if (!left.suffices(wanted)) {
      throw new IllegalArgumentException(
          "executor %s and its tasks want %s, left are %s"
              .formatted(executor.getExecutorId().getValue(), wanted, left));
    }
    left = left.minus(wanted.nonShared());
    made()
        .add(
            Operation.newBuilder()
                .setType(Operation.Type.LAUNCH_GROUP)
                .setLaunchGroup(
                    Operation.LaunchGroup.newBuilder().setExecutor(executor).setTaskGroup(group))
                .build());
  }

  /**
   * Changes the tasks that were put on this offer: for what is not to be known where they are
   * decided on, as values of secrets.
   *
   * @param change must leave id, agent and resources as they are
   * @throws IllegalArgumentException when it does not
   */
  public void amend(UnaryOperator<TaskInfo> change) {
    made()
        .replaceAll(
            operation ->
                operation.getType() == Operation.Type.LAUNCH
                    ? launch(
                        operation.getLaunch().getTaskInfosList().stream()
                            .map(task -> amended(task, change.apply(task)))
                            .toList())
                    : operation);
  }

  private static TaskInfo amended(TaskInfo task, TaskInfo changed) {
    boolean same =
        changed.getTaskId().equals(task.getTaskId())
            && changed.getAgentId().equals(task.getAgentId())
            && changed.getResourcesList().equals(task.getResourcesList());
    if (!same) {
      throw new IllegalArgumentException(
          "task " + task.getTaskId().getValue() + " must keep its id, agent and resources");
    }
    return changed;
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

  /**
   * Keeps the offer when the callback has returned, with what is put on it, until {@link
   * Driver#release} says that it is to be done: for a scheduler that must write down what it is
   * going to do first. Hold offers for moments only: nobody else gets their resources meanwhile.
   */
  public void hold() {
    held = true;
  }

  /** Whether the offer waits for {@link Driver#release}. */
  public boolean isHeld() {
    return held;
  }

  /** What is done with the offer when the callback has returned; empty: it is declined. */
  public List<Operation> operations() {
    return List.copyOf(made());
  }

  @Override
  public String toString() {
    return "offer " + id() + " of " + hostname() + ": " + left;
  }
}
