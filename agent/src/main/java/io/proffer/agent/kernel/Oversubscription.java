package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.oversubscription.ContainerUse;
import io.proffer.agent.oversubscription.HostUse;
import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.oversubscription.QosController;
import io.proffer.agent.oversubscription.ResourceEstimator;
import io.proffer.agent.oversubscription.UsageSample;
import io.proffer.agent.oversubscription.UsageSample.Holder;
import io.proffer.agent.oversubscription.UsageSample.Use;
import io.proffer.agent.state.AgentEvent.ContainerPreempted;
import io.proffer.agent.state.AgentEvent.OversubscribedChanged;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Connection;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Offers what is set aside and not used, and ends those who use it when it is needed. What the
 * master is told includes what revocable tasks hold already: it takes that off what it offers.
 */
final class Oversubscription {

  private final Optional<Running> running;
  private final Kills kills;

  Oversubscription(Optional<OversubscriptionSettings> settings, AgentInfo info, Kills kills) {
    this.running = settings.map(s -> new Running(s, info));
    this.kills = kills;
  }

  /** What it takes, and what it remembers from one sample to the next. */
  private static final class Running {
    final Duration interval;
    final ResourceEstimator estimator;
    final QosController controller;
    final Resources total;
    Instant measuredAt = Instant.MIN;
    Map<ContainerId, ContainerUse> before = Map.of();

    Running(OversubscriptionSettings settings, AgentInfo info) {
      interval = settings.interval();
      estimator = settings.estimator().get();
      controller = settings.controller().get();
      total = Resources.of(info.getResourcesList());
    }
  }

  /** The agent has begun its life. */
  void begin(Step step) {
    running.ifPresent(r -> step.startTimer(new AgentTimer.UsageDue(), r.interval));
  }

  void due(Step step) {
    running.ifPresent(
        r -> {
          step.perform(new AgentEffect.MeasureUsage());
          step.startTimer(new AgentTimer.UsageDue(), r.interval);
        });
  }

  /** The master counts from nothing whenever the agent registers. */
  void registered(Step step) {
    if (!step.state().oversubscribed().isEmpty()) {
      tell(step);
    }
  }

  void measured(Step step, AgentInput.UsageMeasured measured) {
    if (running.isEmpty() || step.state().shutdownReason().isPresent()) {
      return;
    }
    Running r = running.get();
    UsageSample sample = sample(step, r, measured.host(), measured.containers());
    Resources slack = r.estimator.estimate(sample).revocable();
    QosController.Correction correction = r.controller.correct(sample);
    for (QosController.Eviction eviction : correction.evicted()) {
      evict(step, sample, eviction);
    }
    Resources held =
        sample.holders().stream()
            .map(h -> h.held().revocable())
            .reduce(Resources.empty(), Resources::plus);
    Resources now = correction.pressure() ? held : held.plus(slack.minusSaturating(held));
    if (!now.equals(step.state().oversubscribed())) {
      step.record(new OversubscribedChanged(now));
      if (step.state().connection() == Connection.REGISTERED) {
        tell(step);
      }
    }
  }

  private static void tell(Step step) {
    step.perform(
        new AgentEffect.Send(
            new FromAgent.Oversubscribed(step.state().oversubscribed().toProtos())));
  }

  private void evict(Step step, UsageSample sample, QosController.Eviction eviction) {
    boolean mayGo =
        sample.holders().stream()
            .anyMatch(h -> h.container().equals(eviction.container()) && h.revocable());
    if (mayGo && kills.preempt(step, eviction.container())) {
      step.record(new ContainerPreempted(eviction.container(), eviction.why()));
    }
  }

  private static UsageSample sample(
      Step step, Running r, HostUse host, List<ContainerUse> containers) {
    Map<ContainerId, ContainerUse> measured = new LinkedHashMap<>();
    containers.forEach(c -> measured.put(c.container(), c));
    List<Holder> holders = new ArrayList<>();
    AgentState state = step.state();
    for (AgentTask task : state.liveTasks()) {
      if (!task.hosted()) {
        holders.add(
            holder(task.container(), task.info().getResourcesList(), step.now(), r, measured));
      }
    }
    for (CustomExecutor executor : state.customExecutors()) {
      holders.add(
          holder(
              executor.container(),
              ExecutorContainer.resources(state, executor).requests(),
              step.now(),
              r,
              measured));
    }
    r.before = measured;
    r.measuredAt = step.now();
    return new UsageSample(step.now(), r.total, host, holders);
  }

  private static Holder holder(
      ContainerId container,
      List<Resource> held,
      Instant now,
      Running r,
      Map<ContainerId, ContainerUse> measured) {
    // What an agent runs was valid once; if it is no more, it is not counted.
    Resources resources =
        Resources.problem(held).isPresent() ? Resources.empty() : Resources.of(held);
    ContainerUse after = measured.get(container);
    ContainerUse before = r.before.get(container);
    if (after == null || before == null || !r.measuredAt.isBefore(now)) {
      return new Holder(container, resources, Optional.empty());
    }
    double seconds = Duration.between(r.measuredAt, now).toNanos() / 1e9;
    double cpus = Math.max(0, after.cpuSeconds() - before.cpuSeconds()) / seconds;
    return new Holder(container, resources, Optional.of(new Use(cpus, after.memoryBytes())));
  }
}
