package io.proffer.simulator;

import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.sdk.Driver;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.scheduler.ServiceScheduler;
import io.proffer.service.store.FactStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The processes of the service framework, one after the other, and the store they share. */
final class ServiceProcesses {

  private record Life(ServiceScheduler scheduler, SlowJournal journal) {}

  private final Draws draws;
  private final Coverage coverage;
  private final String role;
  private final AppReader reader;
  private final StateStore store = StateStore.inMemory();
  private final AppChecks checks = new AppChecks(store);
  private final SlowJournal.Fortune fortune;
  private final int changesAtOnce;
  private Optional<VirtualCluster> cluster = Optional.empty();
  private Optional<FrameworkNode> node = Optional.empty();
  private Optional<Life> latest = Optional.empty();
  private boolean calm;

  ServiceProcesses(Draws draws, Coverage coverage) {
    this.draws = draws;
    this.coverage = coverage;
    this.fortune =
        new SlowJournal.Fortune(
            draws.chance(0.7) ? draws.between(Duration.ZERO, Duration.ofSeconds(3)) : Duration.ZERO,
            draws.chance(0.7) ? draws.fraction() * 0.05 : 0,
            draws.chance(0.5));
    // Only what is offered to a role of its own can be reserved for an instance.
    this.role = draws.chance(0.3) ? "*" : "apps";
    this.reader = new AppReader(role);
    this.changesAtOnce = draws.chance(0.5) ? draws.between(1, 10) : 1_000;
  }

  /** Where they run. */
  void runOn(VirtualCluster where, FrameworkNode machine) {
    cluster = Optional.of(where);
    node = Optional.of(machine);
  }

  AppReader reader() {
    return reader;
  }

  /** The role that all is offered to. */
  String role() {
    return role;
  }

  AppChecks checks() {
    return checks;
  }

  /** From now on none dies at a write. */
  void calmDown() {
    calm = true;
    latest.ifPresent(process -> process.journal().calmDown());
  }

  /** The next process, from what the last one has stored. */
  ServiceScheduler next() {
    FrameworkNode machine = node.orElseThrow();
    int life = machine.lives();
    FactStore records = records();
    List<Fact> stored = records.read();
    checks.begins(stored);
    SlowJournal journal =
        new SlowJournal(
            cluster.orElseThrow().timeline(),
            draws.fork("journal " + life),
            fortune,
            records,
            this::decided,
            coverage,
            () -> machine.up() && machine.lives() == life,
            () -> machine.crash(draws.chance(0.3)));
    if (calm) {
      journal.calmDown();
    }
    ServiceKernel kernel = new ServiceKernel(draws.fork("kernel " + life).bits());
    ServiceScheduler scheduler =
        new ServiceScheduler(
            kernel,
            stored,
            journal,
            SecretStore.NONE,
            (poll, answer) -> {},
            Set.of(role),
            (at, notice) -> coverage.kind(notice));
    latest = Optional.of(new Life(scheduler, journal));
    return scheduler;
  }

  private void decided(List<Fact> facts) {
    VirtualCluster where = cluster.orElseThrow();
    for (Fact fact : facts) {
      coverage.kind(fact);
      where.trace().note(where.timeline().now(), "service decides", FactWords.of(fact));
    }
    checks.decided(facts);
  }

  private FactStore records() {
    return new FactStore(store, reader, changesAtOnce);
  }

  /** Asks the present process; what it answers is of no interest. */
  <T> void ask(BiFunction<ServiceKernel, Instant, T> question, Driver driver) {
    latest.orElseThrow().scheduler().ask(question, answer -> {}, driver);
  }

  /** Whether all that was decided is stored. */
  boolean isStored() {
    return latest.filter(process -> process.journal().isIdle()).isPresent();
  }

  /** What is stored is what the process believes, once it has nothing left to write. */
  void replay() {
    ServiceModel stored = new ServiceModel();
    records().read().forEach(stored::apply);
    checks
        .model()
        .difference(stored)
        .ifPresent(
            difference -> {
              throw new ViolationException(Invariant.STORE_GIVES_BACK, difference);
            });
  }
}
