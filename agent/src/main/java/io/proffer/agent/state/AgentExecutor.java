package io.proffer.agent.state;

import io.proffer.agent.container.ContainerId;
import java.time.Instant;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/** An executor that the agent has, of the kind that frameworks know of. */
public sealed interface AgentExecutor permits GroupExecutor, CustomExecutor {

  ExecutorKey key();

  /** As the framework gave it. */
  ExecutorInfo info();

  /** Names its sandbox. */
  ContainerId container();

  /** The role whose allocation it uses. */
  String role();

  Instant startedAt();
}
