package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.Signal;
import io.proffer.core.protocol.link.FromAgent;
import java.time.Duration;

/**
 * What the shell is to do, in order, after the durable events of the same decision are written.
 * Effects are data; performing them decides nothing and fails only in ways that later inputs tell.
 */
public sealed interface AgentEffect {

  /** Say something to the master; dropped when there is no open connection. */
  record Send(FromAgent message) implements AgentEffect {}

  /**
   * Close the connection, find out which master leads, and connect to it. {@link
   * AgentInput.LinkDown} follows if a connection was open.
   */
  record Reconnect(String reason) implements AgentEffect {}

  /** Start a container; answered by ContainerStarted or ContainerLaunchFailed. */
  record LaunchContainer(ContainerSpec spec) implements AgentEffect {}

  /**
   * Give up a launch that is under way. Its outcome is still told: a failure of kind CANCELLED, or
   * ContainerStarted when it was too late.
   */
  record CancelLaunch(ContainerId container) implements AgentEffect {}

  /** Send a signal to all processes of a started container; nothing when it has ended. */
  record SignalContainer(ContainerId container, Signal signal) implements AgentEffect {}

  /** Release what an ended container still holds besides its sandbox; not answered. */
  record RemoveContainer(ContainerId container) implements AgentEffect {}

  /** Start, or start anew, this timer. */
  record StartTimer(AgentTimer timer, Duration delay) implements AgentEffect {}

  /** Stop this timer, if it runs. */
  record CancelTimer(AgentTimer timer) implements AgentEffect {}

  /** Everything has ended: close the connection after what was sent, and stop the agent. */
  record Stop(String reason) implements AgentEffect {}
}
