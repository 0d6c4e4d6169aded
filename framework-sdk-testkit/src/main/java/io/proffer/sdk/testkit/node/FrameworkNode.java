package io.proffer.sdk.testkit.node;

import io.proffer.core.model.FrameworkId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.testkit.engine.Draws;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * A machine that runs a framework: its scheduler under the real driver. The framework's id outlives
 * its process; each {@link #start} makes a new scheduler, which knows nothing its author does not
 * keep.
 */
public final class FrameworkNode {
  private final World world;
  private final String name;
  private final NodeClock clock;
  private final LongFunction<DriverSettings> settings;
  private final FrameworkInfo info;
  private final Supplier<? extends Scheduler> schedulers;
  private final Leadership leadership;
  private final Draws draws;
  private Optional<DriverProcess> process = Optional.empty();
  private int lives;
  private Optional<FrameworkId> storedId = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private Duration callbackTime = Duration.ZERO;

  /**
   * @param settings of the driver, from the seed of its jitter
   * @param schedulers makes the scheduler of each life
   */
  public FrameworkNode(
      World world,
      String name,
      NodeClock clock,
      LongFunction<DriverSettings> settings,
      FrameworkInfo info,
      Supplier<? extends Scheduler> schedulers,
      Leadership leadership) {
    this.world = world;
    this.name = name;
    this.clock = clock;
    this.settings = settings;
    this.info = info;
    this.schedulers = schedulers;
    this.leadership = leadership;
    this.draws = world.draws().fork("framework " + name);
  }

  public String name() {
    return name;
  }

  /** Whether its process runs. */
  public boolean up() {
    return process.isPresent();
  }

  /** How often it was started. */
  public int lives() {
    return lives;
  }

  /** The id in its state store. */
  public Optional<FrameworkId> id() {
    return storedId;
  }

  /** How its last life ended; empty while it runs, or when it was killed. */
  public Optional<Outcome> outcome() {
    return outcome;
  }

  /** The scheduler of its present life. */
  public Optional<Scheduler> scheduler() {
    return process.map(DriverProcess::scheduler);
  }

  /** The driver of its present life. */
  public Optional<Driver> driver() {
    return process.map(DriverProcess::driver);
  }

  /**
   * Does what no driver does: uses the offers of its last ACCEPT call again, for tasks with other
   * ids. Returns false when it has used none on its present stream.
   */
  public boolean useOffersAgain() {
    return process.map(DriverProcess::repeatAccept).orElse(false);
  }

  /** Starts it, if it does not run. */
  public void start() {
    if (up()) {
      return;
    }
    world.note(name, "starts");
    outcome = Optional.empty();
    lives++;
    DriverSettings seeded = settings.apply(draws.bits());
    DriverProcess life =
        new DriverProcess(
            this, world, clock, info, storedId, seeded, schedulers.get(), leadership, draws);
    process = Optional.of(life);
    world.network().up(name, (door, socket) -> Optional.empty());
    life.begin();
  }

  /** Kills its process. */
  public void crash(boolean silently) {
    if (up()) {
      world.note(name, "crashes");
      end(silently);
    }
  }

  /**
   * The callback that is being made, and those after it, take so long before what they ask for is
   * done: their scheduler writes it down first.
   */
  public void writingTakes(Duration span) {
    callbackTime = span;
  }

  Duration callbackTime() {
    return callbackTime;
  }

  void store(Optional<FrameworkId> id) {
    storedId = id;
  }

  /** The driver has ended. */
  void finished(Outcome how) {
    world.note(name, "ends: " + how);
    outcome = Optional.of(how);
    end(false);
  }

  private void end(boolean silently) {
    process.ifPresent(DriverProcess::end);
    process = Optional.empty();
    leadership.forget(name);
    world.network().down(name, silently);
  }
}
