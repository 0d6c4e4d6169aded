package io.proffer.agent.actor;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.ExecutorAnswer;
import org.apache.mesos.v1.executor.Protos.Event;

/** The way to the custom executors. Returns at once. */
public interface ExecutorPort {

  /**
   * Gives an executor's container what the executor needs to be let in; others stay as they are.
   */
  ContainerSpec introduce(ContainerSpec spec);

  /** Answers a call. */
  void answer(long request, ExecutorAnswer answer);

  /** Sends an event on a stream, if it is still there. */
  void tell(long stream, Event event);

  /** Ends a stream after what was sent. */
  void close(long stream);
}
