package io.proffer.simulator;

import io.proffer.core.model.AgentId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.ContainerPlan;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The service framework; in the end every deployment has ended and every app is as it is to be. */
final class ServiceSubject implements Subject {

  /**
   * Apps do not outlive a framework that is torn down on purpose. With only one framework, roles
   * weigh nothing; and what quotas keep from it is left to the simulation of the cluster itself.
   */
  static final Set<Fault> NEVER =
      Set.of(Fault.FRAMEWORK_IS_TORN_DOWN, Fault.ROLES_ARE_WEIGHED, Fault.QUOTAS_ARE_SET);

  private final ServiceProcesses processes;
  private final ServiceContainers containers;
  private final Wishes wishes;
  private Optional<VirtualCluster> cluster = Optional.empty();

  ServiceSubject(Draws draws, Plan plan, Coverage coverage) {
    this.processes = new ServiceProcesses(draws.fork("processes"), coverage);
    Draws luck = draws.fork("containers");
    this.containers = new ServiceContainers(luck, luck.oneOf(List.of(0.0, 0.05, 0.3)));
    boolean reserves = !processes.role().equals("*");
    this.wishes =
        new Wishes(processes.reader(), plan.agents(), reserves, draws.fork("wishes"), coverage);
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
    return processes.role();
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
    driver.execute(() -> processes.ask(wishes::wish, driver));
  }

  @Override
  public void calmDown() {
    containers.calmDown();
    processes.calmDown();
  }

  @Override
  public void goOn(Driver driver) {
    Set<String> machines =
        cluster.orElseThrow().agents().stream()
            .flatMap(agent -> agent.id().stream())
            .map(AgentId::value)
            .collect(Collectors.toSet());
    driver.execute(
        () ->
            processes.ask(
                (kernel, now) -> {
                  wishes.goOn(kernel, machines, now);
                  return true;
                },
                driver));
  }

  @Override
  public Optional<Violation> problem() {
    return new ServiceSettled(cluster.orElseThrow(), processes).problem();
  }

  @Override
  public void replay() {
    processes.replay();
  }
}
