package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.state.AgentExecutor;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.resource_provider.Protos.Call.UpdatePublishResourcesStatus;
import org.apache.mesos.v1.resource_provider.Protos.Call.UpdatePublishResourcesStatus.Status;

/**
 * Containers that use resources of resource providers: they are launched when those have said that
 * the resources are there.
 */
final class Publications {

  /** How long a resource provider may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private record Launch(ContainerSpec spec, Map<ByteString, ProviderId> asked) {}

  private final Containers containers;
  private final Map<ContainerId, Launch> waiting = new LinkedHashMap<>();

  /** Those that were asked for and may go on, until their launch has left the kernel. */
  private final SequencedSet<ContainerId> released = new LinkedHashSet<>();

  Publications(Containers containers) {
    this.containers = containers;
  }

  /** Holds back the launches among what was decided that have to wait. */
  void gate(Step step) {
    List<AgentEffect> held = step.take(this::concerns);
    while (!held.isEmpty()) {
      for (AgentEffect effect : held) {
        if (effect instanceof AgentEffect.LaunchContainer launch) {
          publish(step, launch.spec());
        } else if (effect instanceof AgentEffect.CancelLaunch cancel) {
          fail(step, cancel.container(), LaunchFailure.Kind.CANCELLED, "it was cancelled");
        }
      }
      held = step.take(this::concerns);
    }
  }

  private boolean concerns(AgentEffect effect) {
    if (effect instanceof AgentEffect.CancelLaunch cancel) {
      return waiting.containsKey(cancel.container());
    }
    return effect instanceof AgentEffect.LaunchContainer launch
        && !released.contains(launch.spec().id())
        && !providers(launch.spec().resources().requests()).isEmpty();
  }

  private static SequencedSet<ProviderId> providers(List<Resource> resources) {
    return resources.stream()
        .filter(Resource::hasProviderId)
        .map(r -> ProviderId.of(r.getProviderId()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** All that containers use is named, not only what is new: to say it twice does no harm. */
  private void publish(Step step, ContainerSpec spec) {
    Map<ByteString, ProviderId> asked = new LinkedHashMap<>();
    waiting.put(spec.id(), new Launch(spec, asked));
    for (ProviderId id : providers(spec.resources().requests())) {
      Optional<ResourceProvider> provider = step.state().providers().find(id);
      if (provider.isEmpty()) {
        unpublished(step, spec.id(), "Resource provider " + id + " is not subscribed");
        return;
      }
      ByteString uuid = step.newUpdateUuid();
      asked.put(uuid, id);
      step.perform(
          new AgentEffect.TellProvider(
              provider.get().stream(), ProviderEvents.publish(uuid, inUse(step.state(), id))));
    }
    step.startTimer(new AgentTimer.PublishTimeout(spec.id()), PATIENCE);
  }

  private static Resources inUse(AgentState state, ProviderId id) {
    List<Resource> used = new ArrayList<>();
    for (AgentTask task : state.liveTasks()) {
      used.addAll(task.info().getResourcesList());
    }
    for (AgentExecutor executor : state.executors()) {
      used.addAll(executor.info().getResourcesList());
    }
    return Resources.of(
        used.stream()
            .filter(r -> r.hasProviderId() && ProviderId.of(r.getProviderId()).equals(id))
            .toList());
  }

  void answered(Step step, ProviderId provider, UpdatePublishResourcesStatus answer) {
    ByteString uuid = answer.getUuid().getValue();
    Optional<Launch> asked =
        waiting.values().stream().filter(l -> provider.equals(l.asked().get(uuid))).findFirst();
    if (asked.isEmpty()) {
      return; // nobody waits for it any more
    }
    Launch launch = asked.get();
    if (answer.getStatus() != Status.OK) {
      unpublished(step, launch.spec().id(), "Received " + answer.getStatus() + " status");
      return;
    }
    launch.asked().remove(uuid);
    if (launch.asked().isEmpty()) {
      forget(step, launch.spec().id());
      released.add(launch.spec().id());
      step.perform(new AgentEffect.LaunchContainer(launch.spec()));
    }
  }

  /** What a resource provider was asked it does not answer any more. */
  void lost(Step step, ProviderId provider) {
    for (Launch launch : List.copyOf(waiting.values())) {
      if (launch.asked().containsValue(provider)) {
        unpublished(
            step,
            launch.spec().id(),
            "Failed to publish resources from resource provider "
                + provider
                + ": Connection closed");
      }
    }
  }

  void timedOut(Step step, ContainerId container) {
    unpublished(
        step,
        container,
        "The resource provider has not answered for " + PATIENCE.toSeconds() + " s");
  }

  private void unpublished(Step step, ContainerId container, String why) {
    Launch launch = waiting.get(container);
    if (launch != null) {
      List<Resource> provided =
          launch.spec().resources().requests().stream().filter(Resource::hasProviderId).toList();
      fail(
          step,
          container,
          LaunchFailure.Kind.SANDBOX,
          "Failed to publish resources '%s' for container %s: %s"
              .formatted(Resources.of(provided), container, why));
    }
  }

  private void fail(Step step, ContainerId container, LaunchFailure.Kind kind, String why) {
    forget(step, container);
    containers.launchFailed(step, container, new LaunchFailure(kind, why));
  }

  private void forget(Step step, ContainerId container) {
    waiting.remove(container);
    step.cancelTimer(new AgentTimer.PublishTimeout(container));
  }

  /** The decision is made. */
  void decided() {
    released.clear();
  }
}
