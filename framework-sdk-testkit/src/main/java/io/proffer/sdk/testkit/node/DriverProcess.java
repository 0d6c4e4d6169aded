package io.proffer.sdk.testkit.node;

import io.proffer.core.model.FrameworkId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.internal.DriverKernel;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.internal.SchedulerRunner;
import io.proffer.sdk.internal.TimerKey;
import io.proffer.sdk.testkit.engine.Draws;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** One life of a framework: the driver's kernel, and the shell that performs what it decides. */
final class DriverProcess {
  private static final Duration MAX_CALLBACK_TIME = Duration.ofMillis(2);

  private final FrameworkNode node;
  private final World world;
  private final NodeClock clock;
  private final Scheduler scheduler;
  private final SchedulerRunner runner;
  private final DriverKernel kernel;
  private final Leadership leadership;
  private final Draws draws;
  private final Timers<TimerKey> timers;
  private final SchedulerClient client;
  private boolean alive = true;

  DriverProcess(
      FrameworkNode node,
      World world,
      NodeClock clock,
      FrameworkInfo info,
      Optional<FrameworkId> storedId,
      DriverSettings settings,
      Scheduler scheduler,
      Leadership leadership,
      Draws draws) {
    this.node = node;
    this.world = world;
    this.clock = clock;
    this.scheduler = scheduler;
    this.runner =
        new SchedulerRunner(
            info,
            scheduler,
            storedId,
            clock::now,
            action -> later(new DriverInput.Acted(List.of(action))));
    this.kernel = new DriverKernel(info, storedId, settings);
    this.leadership = leadership;
    this.draws = draws;
    this.timers = new Timers<>(clock, key -> decide(new DriverInput.TimerFired(key)));
    this.client = new SchedulerClient(world, node.name(), this::decide);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Driver driver() {
    return runner.driver();
  }

  /** Uses the offers of its last ACCEPT call again, for other tasks; false when there is none. */
  boolean repeatAccept() {
    return client.repeatAccept();
  }

  void begin() {
    decide(runner.start());
    leadership.listen(
        node.name(),
        leader ->
            decide(
                new DriverInput.LeaderChanged(
                    leader.map(name -> URI.create("http://" + name + ":5050")))));
  }

  void end() {
    alive = false;
    timers.cancelAll();
    client.end();
  }

  private void later(DriverInput input) {
    world.timeline().after(Duration.ZERO, () -> decide(input));
  }

  private void decide(DriverInput input) {
    if (!alive) {
      return;
    }
    DriverDecision decision = kernel.handle(clock.now(), input);
    world.witness().driverDecided(node, input, decision);
    decision.effects().forEach(this::perform);
  }

  private void perform(DriverEffect effect) {
    if (!alive) {
      return;
    }
    switch (effect) {
      case DriverEffect.OpenStream e ->
          client.open(e.attempt(), e.master().getHost(), e.subscribe());
      case DriverEffect.CloseStream e -> client.close(e.attempt());
      case DriverEffect.Send e ->
          client.send(e.number(), e.attempt(), e.master().getHost(), e.streamId(), e.call());
      case DriverEffect.Deliver e -> callScheduler(e.delivery());
      case DriverEffect.StartTimer e -> timers.start(e.key(), e.delay());
      case DriverEffect.CancelTimer e -> timers.cancel(e.key());
      case DriverEffect.SaveFrameworkId e -> node.store(Optional.of(e.id()));
      case DriverEffect.ForgetFrameworkId e -> node.store(Optional.empty());
      case DriverEffect.Finish e -> node.finished(e.outcome());
    }
  }

  /** A callback takes its time, in which other things happen to the driver. */
  private void callScheduler(Delivery delivery) {
    Duration time = draws.between(Duration.ZERO, MAX_CALLBACK_TIME);
    world
        .timeline()
        .after(
            time,
            () -> {
              if (alive) {
                DriverInput result = runner.run(delivery);
                world.witness().schedulerCalled(node, delivery);
                world.timeline().after(node.callbackTime(), () -> decide(result));
              }
            });
  }
}
