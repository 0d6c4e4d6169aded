package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import java.time.Duration;
import java.util.Optional;

/** What a fake container is going to do. */
public sealed interface ContainerPlan {

  /** How long its launch takes. */
  Duration launchTime();

  /** It does not start. */
  record Fails(Duration launchTime, LaunchFailure failure) implements ContainerPlan {}

  /**
   * It starts.
   *
   * @param end what it does if it is left alone; empty when it runs until it is killed
   * @param termTime how long it takes to end after SIGTERM; empty when it ignores it
   */
  record Runs(Duration launchTime, Optional<End> end, Optional<Duration> termTime)
      implements ContainerPlan {}

  /** How, and how long after its start, a container ends by itself. */
  record End(Duration after, ContainerExit exit) {}

  /** Plans a container; asked once for each launch. */
  @FunctionalInterface
  interface Planner {
    ContainerPlan plan(AgentNode agent, ContainerSpec spec);
  }
}
