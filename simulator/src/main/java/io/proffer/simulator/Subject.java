package io.proffer.simulator;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.ContainerPlan;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import java.util.Optional;
import java.util.Set;

/**
 * A framework that comes with Proffer, as its simulation sees it: its processes, those who use it,
 * and what must hold of it.
 */
interface Subject {

  /** Makes the subject of a run. */
  @FunctionalInterface
  interface Maker {
    Subject of(Draws draws, Plan plan, Coverage coverage);
  }

  /** What is held against everything that happens. */
  Witness checks();

  /** How its tasks fare. */
  ContainerPlan.Planner containers();

  /** Whose resources it is offered. */
  String role();

  /** What is never done to it. */
  Set<Fault> never();

  /** Where its processes run. */
  void runOn(VirtualCluster cluster, FrameworkNode node);

  /** The next process, from what the last one has stored. */
  Scheduler next();

  /** Somebody wants something of it. */
  void wish(Driver driver);

  /** From now on nothing breaks any more, and nobody wants anything. */
  void calmDown();

  /** What waits for somebody to say so goes on; called again and again while it is calm. */
  void goOn(Driver driver);

  /** What is not yet as it must become; empty when all is. */
  Optional<Violation> problem();

  /**
   * What is stored is what the process believes, once it has nothing left to write.
   *
   * @throws ViolationException when it is not
   */
  void replay();
}
