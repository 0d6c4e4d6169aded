package io.proffer.agent.view;

import io.proffer.agent.state.AppliedOperation;
import io.proffer.agent.state.Connection;
import io.proffer.agent.state.Drain;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that readers see of an agent at one moment. Immutable.
 *
 * @param drain how it is being drained; empty when it is not
 * @param converted what operations have left reserved, and the volumes they have made
 * @param operations those on its own resources of which a status is not acknowledged
 * @param providers the resource providers that are subscribed
 */
public record AgentSnapshot(
    Optional<AgentId> id,
    Connection connection,
    Optional<Drain> drain,
    List<FrameworkView> frameworks,
    List<FrameworkView> completedFrameworks,
    Resources converted,
    List<AppliedOperation> operations,
    List<ResourceProvider> providers) {

  public AgentSnapshot {
    frameworks = List.copyOf(frameworks);
    completedFrameworks = List.copyOf(completedFrameworks);
    operations = List.copyOf(operations);
    providers = List.copyOf(providers);
  }

  /** Those of frameworks the agent works for. */
  public Stream<ExecutorView> executors() {
    return frameworks.stream().flatMap(f -> f.executors().stream());
  }

  /** Those that have ended, of all frameworks it remembers. */
  public Stream<ExecutorView> completedExecutors() {
    return allFrameworks().flatMap(f -> f.completedExecutors().stream());
  }

  public Stream<FrameworkView> allFrameworks() {
    return Stream.concat(frameworks.stream(), completedFrameworks.stream());
  }

  /** All tasks it remembers. */
  public Stream<TaskView> tasks() {
    return Stream.concat(executors(), completedExecutors()).flatMap(e -> e.tasks().stream());
  }

  public Stream<ContainerView> containers() {
    return executors().flatMap(e -> e.containers().stream());
  }
}
