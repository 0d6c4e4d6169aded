package io.proffer.simulator;

import io.proffer.batch.http.BatchApi;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.scheduler.Attendants;
import io.proffer.batch.scheduler.BatchScheduler;
import io.proffer.batch.store.EventOutbox;
import io.proffer.batch.store.FactKeeper;
import io.proffer.batch.store.FactStore;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.TaskUpdate;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The processes of the batch framework, one after the other, and the store they share. */
final class BatchProcesses {

  private record Life(BatchScheduler scheduler, DeadlyStore store) {}

  private final Draws draws;
  private final Coverage coverage;
  private final StateStore store = StateStore.inMemory();
  private final BatchChecks checks = new BatchChecks();
  private final Duration slowest;
  private final double deadly;
  private Optional<VirtualCluster> cluster = Optional.empty();
  private Optional<FrameworkNode> node = Optional.empty();
  private Optional<Life> latest = Optional.empty();
  private boolean calm;

  BatchProcesses(Draws draws, Coverage coverage) {
    this.draws = draws;
    this.coverage = coverage;
    this.slowest =
        draws.chance(0.5) ? draws.between(Duration.ZERO, Duration.ofSeconds(3)) : Duration.ZERO;
    this.deadly = draws.chance(0.7) ? draws.fraction() * 0.05 : 0;
  }

  /** Where they run. */
  void runOn(VirtualCluster where, FrameworkNode machine) {
    cluster = Optional.of(where);
    node = Optional.of(machine);
  }

  BatchChecks checks() {
    return checks;
  }

  /** From now on none dies at a write, and writes are quick. */
  void calmDown() {
    calm = true;
    latest.ifPresent(process -> process.store().calmDown());
  }

  /** The next process, from what the last one has stored. */
  Scheduler next() {
    int life = node.orElseThrow().lives();
    DeadlyStore mortal = new DeadlyStore(store, draws.fork("store " + life), deadly, coverage);
    if (calm) {
      mortal.calmDown();
    }
    BatchKernel kernel = new BatchKernel(draws.fork("kernel " + life).bits());
    try {
      BatchScheduler scheduler =
          new BatchScheduler(
              kernel,
              new Witnessed(new FactStore(mortal), draws.fork("writes " + life)),
              Attendants.NONE,
              (at, notice) -> coverage.kind(notice),
              pause(draws.fork("pause " + life)));
      latest = Optional.of(new Life(scheduler, mortal));
      return scheduler;
    } catch (ProcessDeath death) {
      return new Stillborn(death);
    }
  }

  /** Some write at once whatever comes, and some a while later. */
  private static Duration pause(Draws draws) {
    return draws.chance(0.5) ? Duration.ZERO : Duration.ofMillis(draws.between(1, 100));
  }

  /** Asks the present process; what it refuses is of no interest. */
  <T> void ask(BatchApi.Question<T> question, Driver driver, Consumer<T> answered) {
    BatchScheduler scheduler = latest.orElseThrow().scheduler();
    driver.execute(
        () -> {
          try {
            answered.accept(scheduler.ask(question, driver));
          } catch (RefusedException refused) {
            // Nothing was done.
          } catch (RuntimeException end) {
            throw end;
          } catch (Exception wrong) {
            throw new IllegalStateException(wrong);
          }
        });
  }

  /** What is stored is what the process believes. */
  void replay() {
    BatchModel stored = new BatchModel();
    new FactStore(store).read().forEach(stored::apply);
    checks
        .model()
        .difference(stored)
        .ifPresent(
            difference -> {
              throw new ViolationException(Invariant.STORE_GIVES_BACK, difference);
            });
  }

  /** Shows the checks what is decided and what of it is stored, and takes its time. */
  private final class Witnessed implements FactKeeper {
    private final FactKeeper keeper;
    private final Draws own;

    Witnessed(FactKeeper keeper, Draws own) {
      this.keeper = keeper;
      this.own = own;
    }

    @Override
    public List<Fact> read() {
      List<Fact> stored = keeper.read();
      checks.begins(stored);
      return stored;
    }

    @Override
    public EventOutbox events() {
      return keeper.events();
    }

    @Override
    public void write(List<Fact> facts) {
      FrameworkNode machine = node.orElseThrow();
      if (facts.isEmpty()) {
        machine.writingTakes(Duration.ZERO);
        return;
      }
      VirtualCluster where = cluster.orElseThrow();
      for (Fact fact : facts) {
        coverage.kind(fact);
        PreemptionChecks.ended(fact).ifPresent(coverage::choice);
        where.trace().note(where.timeline().now(), "batch decides", BatchWords.of(fact));
      }
      checks.decided(facts, machine.driver().orElseThrow().now());
      machine.writingTakes(calm ? Duration.ZERO : own.between(Duration.ZERO, slowest));
      keeper.write(facts);
      checks.stored(facts);
    }
  }

  /** A process that died when it took in what was stored. */
  private record Stillborn(ProcessDeath death) implements Scheduler {
    @Override
    public boolean wantsOffers() {
      throw death;
    }

    @Override
    public void offered(Offers offers, Driver driver) {}

    @Override
    public void updated(TaskUpdate update, Driver driver) {}
  }
}
