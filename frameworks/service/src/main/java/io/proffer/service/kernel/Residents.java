package io.proffer.service.kernel;

import io.proffer.service.matching.Candidate;
import io.proffer.service.matching.Eviction;
import io.proffer.service.model.App;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Offer.Operation;

/**
 * Instances that have volumes. When their task ends they are kept, without one, until they are
 * launched again where their volumes are. What belongs to an instance that is no more is given back
 * when it is offered.
 */
final class Residents {

  /** Why an instance is killed whose volumes are to go with it. */
  static final String WIPED = "it was asked for, and its volumes are wiped";

  /**
   * For how long offers are wanted just to give something back; later it happens when it happens.
   */
  private static final Duration EAGERNESS = Duration.ofMinutes(10);

  private final ServiceState state;
  private final Outbox out;
  private final Evacuation evacuation;
  private final Map<String, Instant> leaving = new LinkedHashMap<>();
  private boolean news;

  Residents(ServiceState state, Outbox out, Evacuation evacuation) {
    this.state = state;
    this.out = out;
    this.evacuation = evacuation;
  }

  /** Whether an instance whose task has ended is launched again where it was. */
  boolean stays(Instance instance) {
    boolean resident =
        state.launchedFrom(instance).filter(app -> app.spec().isResident()).isPresent()
            && state.app(instance.app()).filter(app -> app.spec().isResident()).isPresent();
    boolean wiped = instance.killed().filter(WIPED::equals).isPresent();
    return resident && !wiped && hasHome(instance);
  }

  /** Not where its agent will not be back, or where it never came to have any. */
  private boolean hasHome(Instance instance) {
    boolean refused =
        instance.condition() == Condition.Error || instance.condition() == Condition.Dropped;
    boolean first = instance.taskId().endsWith("._app.1") && instance.startedAt().isEmpty();
    boolean back =
        instance.condition() != Condition.Gone
            || evacuation.isExpectedBack(instance.site().agentId());
    return back && !(refused && first);
  }

  /** An instance's task has ended. */
  void ended(Instance instance, Instant now) {
    if (stays(instance)) {
      out.fact(new Fact.InstanceSet(instance.suspended()));
    } else {
      remove(instance, now);
    }
  }

  /** Whether an instance has, or may have, volumes. */
  boolean hasVolumes(Instance instance) {
    return state
        .launchedFrom(instance)
        .or(() -> state.app(instance.app()))
        .filter(app -> !app.spec().isResident())
        .isEmpty();
  }

  /** An instance is no more. */
  void remove(Instance instance, Instant now) {
    out.fact(new Fact.InstanceRemoved(instance.taskId()));
    if (hasVolumes(instance) && instance.condition() != Condition.Gone) {
      leaving.put(instance.instanceId(), now);
      news = true;
    }
  }

  /** Whether more is to be given back than before; once. */
  boolean takeNews() {
    boolean had = news;
    news = false;
    return had;
  }

  /** Whether offers are of use just to give something back. */
  boolean wantsOffers(Instant now) {
    leaving.values().removeIf(since -> since.plus(EAGERNESS).isBefore(now));
    return !leaving.isEmpty();
  }

  /** The instances of an app that are to be launched again; the least number first. */
  List<Instance> suspended(App app) {
    return state.instances(app.id()).stream()
        .filter(instance -> instance.isSuspended() && !Indices.isBeyond(instance, app))
        .sorted(Comparator.comparing(instance -> instance.extras().index().orElse(0)))
        .toList();
  }

  /** Whether the app has all the instances it shall have, so that none is made anew. */
  boolean isFull(App app, Indices.Free indices) {
    return app.spec().extension().indexed()
        ? indices.isUsedUp(app.instances())
        : state.instances(app.id()).size() >= app.instances();
  }

  /** Gives back what is offered of instances that are no more. */
  void offered(Candidate candidate) {
    for (String instance : Eviction.instances(candidate)) {
      if (!state.hasInstance(instance)) {
        for (Operation operation : Eviction.of(instance, candidate)) {
          out.action(new Action.Apply(candidate.id(), operation));
        }
        leaving.remove(instance);
      }
    }
  }
}
