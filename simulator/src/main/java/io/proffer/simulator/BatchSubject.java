package io.proffer.simulator;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.ContainerPlan;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The batch framework. When it has been calm for a while its schedules are switched off; in the end
 * nothing of it runs, and nobody's run is lost.
 */
final class BatchSubject implements Subject {

  /**
   * Runs do not outlive a framework that is torn down on purpose. What others reserve, and disks
   * that make no volumes, weights and quotas of roles, are left to the simulation of the cluster
   * itself.
   */
  static final Set<Fault> NEVER =
      Set.of(
          Fault.FRAMEWORK_IS_TORN_DOWN,
          Fault.RESOURCES_ARE_RESERVED,
          Fault.ROLES_ARE_WEIGHED,
          Fault.QUOTAS_ARE_SET,
          Fault.VOLUMES_CANNOT_BE_MADE);

  private static final Duration SCHEDULES_GO_ON = Duration.ofSeconds(90);

  private final BatchProcesses processes;
  private final BatchContainers containers;
  private final BatchWishes wishes;
  private final String role;
  private Optional<VirtualCluster> cluster = Optional.empty();
  private Optional<Instant> calmSince = Optional.empty();

  BatchSubject(Draws draws, Plan plan, Coverage coverage) {
    this.processes = new BatchProcesses(draws.fork("processes"), coverage);
    Draws luck = draws.fork("containers");
    this.containers = new BatchContainers(luck, luck.oneOf(List.of(0.0, 0.1, 0.4)));
    this.role = draws.fork("role").oneOf(List.of("*", "batch"));
    this.wishes = new BatchWishes(draws.fork("wishes"), coverage);
  }

  @Override
  public Witness checks() {
    return processes.checks();
  }

  @Override
  public ContainerPlan.Planner containers() {
    return containers;
  }

  @Override
  public String role() {
    return role;
  }

  @Override
  public Set<Fault> never() {
    return NEVER;
  }

  @Override
  public void runOn(VirtualCluster where, FrameworkNode node) {
    processes.runOn(where, node);
    cluster = Optional.of(where);
  }

  @Override
  public Scheduler next() {
    return processes.next();
  }

  @Override
  public void wish(Driver driver) {
    processes.ask(wishes::wish, driver, granted -> granted.ifPresent(processes.checks()::granted));
  }

  @Override
  public void calmDown() {
    containers.calmDown();
    processes.calmDown();
    calmSince = Optional.of(cluster.orElseThrow().timeline().now());
  }

  @Override
  public void goOn(Driver driver) {
    Instant now = cluster.orElseThrow().timeline().now();
    if (!now.isBefore(calmSince.orElseThrow().plus(SCHEDULES_GO_ON))
        && processes.checks().model().isScheduled()) {
      processes.ask(BatchWishes::switchOff, driver, done -> {});
    }
  }

  @Override
  public Optional<Violation> problem() {
    return BatchSettled.problem(cluster.orElseThrow(), processes.checks());
  }

  @Override
  public void replay() {
    processes.replay();
  }
}
