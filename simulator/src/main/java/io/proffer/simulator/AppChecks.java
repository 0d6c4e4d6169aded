package io.proffer.simulator;

import io.proffer.sdk.StateStore;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.Witness;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Instance;
import io.proffer.service.model.PodTask;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Checks every single fact that the service framework decides, against a model of its own, and
 * every call that leaves it, against what is stored at that moment.
 */
final class AppChecks implements Witness {

  /** How kills of the framework's own are told from those that were asked for. */
  private static final String REPLACED = "it is replaced";

  private static final String MOVED = "it is moved";
  private static final String SCALED = "the app is scaled";

  private final StateStore store;
  private final Set<String> launched = new HashSet<>();

  /** Those of the launched that a call has gone out about. */
  private final Set<String> sent = new HashSet<>();

  /** Agents whose machines are to be worked on: what runs there may have its successor already. */
  private final Set<String> departing = new HashSet<>();

  private ServiceModel model = new ServiceModel();

  /**
   * @param store what outlives the process
   */
  AppChecks(StateStore store) {
    this.store = store;
  }

  ServiceModel model() {
    return model;
  }

  /** A process begins, from what is stored. */
  void begins(List<Fact> stored) {
    model = new ServiceModel();
    stored.forEach(model::apply);
    // What the former process neither stored nor did was not decided; this one may decide the same.
    launched.removeIf(id -> !sent.contains(id) && !model.instances().containsKey(id));
  }

  /** The process has decided. */
  void decided(List<Fact> facts) {
    for (Fact fact : facts) {
      if (fact instanceof Fact.InstanceSet set) {
        look(set.instance());
      } else if (fact instanceof Fact.InstanceRelaunched again) {
        model.apply(new Fact.InstanceRemoved(again.former()));
        lookAtLaunch(again.instance());
      }
      model.apply(fact);
    }
  }

  private void look(Instance instance) {
    Instance before = model.instances().get(instance.taskId());
    if (before == null) {
      lookAtLaunch(instance);
    } else if (instance.isKilled() && !before.isKilled()) {
      lookAtKill(before, instance.killed().orElseThrow());
    }
  }

  private void lookAtLaunch(Instance instance) {
    require(
        Invariant.INSTANCES_ARE_LAUNCHED_ONCE,
        launched.add(instance.taskId()),
        () -> instance.taskId() + " is launched again");
    instance.extras().index().ifPresent(index -> lookAtIndex(instance, index));
    if (model.isOldOfRollout(instance)) {
      long old = model.activeOld(instance.app()) + 1;
      int before = model.before(instance.app());
      require(
          Invariant.NEVER_TOO_MANY_INSTANCES,
          old <= before,
          () -> old + " old instances of " + instance.app() + ", there were " + before);
    } else if (model.isRolling(instance.app())) {
      int there = model.there(instance.app()).size() + 1;
      long maximum = model.maximum(instance.app()) + leaving(model.there(instance.app()));
      require(
          Invariant.NEVER_TOO_MANY_INSTANCES,
          there <= maximum
              || model.activeNew(instance.app()) < model.canaries(instance.app())
              || (model.activeOld(instance.app()) == 0 && active(instance) <= wanted(instance)),
          () -> there + " instances of " + instance.app() + ", at most are " + maximum);
    } else {
      require(
          Invariant.NEVER_TOO_MANY_INSTANCES,
          active(instance) <= wanted(instance),
          () ->
              active(instance)
                  + (" instances of " + instance.app() + ", wanted are " + wanted(instance)));
    }
  }

  /** How many count, with one that is launched now. */
  private long active(Instance launched) {
    return model.active(launched.app()) + 1;
  }

  /** How many there may be where none is left of another configuration. */
  private long wanted(Instance launched) {
    List<Instance> alive = model.there(launched.app()).stream().filter(i -> !i.isKilled()).toList();
    return model.wanted(launched.app()) + model.heirs(launched.app()) + leaving(alive);
  }

  private long leaving(List<Instance> instances) {
    return instances.stream().filter(i -> departing.contains(i.site().agentId())).count();
  }

  private void lookAtIndex(Instance instance, int index) {
    Optional<Instance> other =
        model.instances().values().stream()
            .filter(i -> i.app().equals(instance.app()))
            .filter(i -> i.extras().index().equals(Optional.of(index)))
            .findFirst();
    require(
        Invariant.INDICES_ARE_TAKEN_ONCE,
        other.isEmpty(),
        () -> instance.taskId() + " has the index of " + other.orElseThrow());
  }

  private void lookAtKill(Instance victim, String reason) {
    if (reason.startsWith(REPLACED) && model.isWell(victim)) {
      long left = model.well(victim.app()) - 1;
      int minimum = model.minimumHealthy(victim.app());
      require(
          Invariant.NEVER_BELOW_THE_HEALTH_CAPACITY,
          left >= minimum,
          () ->
              left
                  + (" instances of " + victim.app() + " are well when " + victim.taskId())
                  + (" is killed, there must be " + minimum));
    } else if (reason.startsWith(MOVED)) {
      long left = model.wellBut(victim);
      int wanted = model.wanted(victim.app());
      require(
          Invariant.NEVER_BELOW_THE_HEALTH_CAPACITY,
          left >= wanted,
          () -> left + " instances of " + victim.app() + " are well, wanted are " + wanted);
    } else if (reason.startsWith(SCALED)) {
      long left = model.activeBut(victim);
      int wanted = model.wanted(victim.app());
      require(
          Invariant.NEVER_BELOW_THE_HEALTH_CAPACITY,
          left >= wanted,
          () -> left + " instances of " + victim.app() + " are left, wanted are " + wanted);
    }
  }

  @Override
  public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
    if (delivery instanceof Delivery.InverseOffered asked) {
      asked.offers().forEach(offer -> departing.add(offer.getAgentId().getValue()));
    } else if (delivery instanceof Delivery.Offered offered) {
      offered.offers().stream()
          .filter(Offer::hasUnavailability)
          .forEach(offer -> departing.add(offer.getAgentId().getValue()));
    }
  }

  @Override
  public void driverDecided(FrameworkNode framework, DriverInput input, DriverDecision decision) {
    for (DriverEffect effect : decision.effects()) {
      if (effect instanceof DriverEffect.Send send) {
        look(send.call());
      }
    }
  }

  private void look(Call call) {
    if (call.getType() == Call.Type.ACCEPT) {
      for (Offer.Operation operation : call.getAccept().getOperationsList()) {
        operation.getLaunch().getTaskInfosList().forEach(this::look);
        operation.getLaunchGroup().getTaskGroup().getTasksList().forEach(this::look);
      }
    }
  }

  private void look(TaskInfo task) {
    String id = task.getTaskId().getValue();
    sent.add(PodTask.ofContainer(id).map(PodTask::whole).orElse(id));
    require(
        Invariant.STORED_BEFORE_DONE,
        store.get(recordOf(id)).isPresent(),
        () -> id + " is launched before that is stored");
  }

  /** The record of a task's instance: named by what is unique in the task's id. */
  private static String recordOf(String task) {
    int start = task.indexOf(".instance-") + ".instance-".length();
    return "instance." + task.substring(start, task.indexOf('.', start));
  }

  private static void require(Invariant invariant, boolean holds, Supplier<String> details) {
    Checks.require(invariant, holds, details);
  }
}
