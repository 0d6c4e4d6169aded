package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.TaskKey;

/** What a timer is for. Starting a timer that runs replaces it. */
public sealed interface AgentTimer {

  /** The master did not answer a registration. */
  record RegistrationRetry() implements AgentTimer {}

  /** No ping came for too long: the connection is taken for dead. */
  record PingTimeout() implements AgentTimer {}

  /** The update in flight of this task was not acknowledged. */
  record UpdateRetry(TaskKey task) implements AgentTimer {}

  /** The status of this operation was not acknowledged. */
  record OperationRetry(ByteString operation) implements AgentTimer {}

  /** A disk takes too long to make volumes, or to remove them. */
  record VolumesTimeout() implements AgentTimer {}

  /** A resource provider takes too long to make ready what this container uses. */
  record PublishTimeout(ContainerId container) implements AgentTimer {}

  /** A task that was asked to end has had its time. */
  record KillGrace(TaskKey task) implements AgentTimer {}

  /** A custom executor that was started did not subscribe. */
  record ExecutorRegistration(ExecutorKey executor) implements AgentTimer {}

  /** A custom executor did not subscribe again after a restart of the agent. */
  record ExecutorReregistration(ExecutorKey executor) implements AgentTimer {}

  /** A custom executor that was asked to end has had its time. */
  record ExecutorShutdownGrace(ExecutorKey executor) implements AgentTimer {}

  /** A task's {@code max_completion_time}. */
  record MaxCompletion(TaskKey task) implements AgentTimer {}

  /** It is time to measure what is used. */
  record UsageDue() implements AgentTimer {}

  /** It is time to look at a task. */
  record CheckDue(TaskKey task, CheckKind kind) implements AgentTimer {}
}
