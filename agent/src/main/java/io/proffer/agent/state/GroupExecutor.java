package io.proffer.agent.state;

import io.proffer.agent.container.ContainerId;
import java.time.Instant;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/**
 * A built-in executor of task groups. It is no process: it lives while a task of it does.
 *
 * @param container names its sandbox, in which those of its tasks are
 * @param role the role whose allocation it uses
 * @param groups how many groups it was given so far; each lives and dies together
 */
public record GroupExecutor(
    ExecutorKey key,
    ExecutorInfo info,
    ContainerId container,
    String role,
    int groups,
    Instant startedAt)
    implements AgentExecutor {

  GroupExecutor withAnotherGroup() {
    return new GroupExecutor(key, info, container, role, groups + 1, startedAt);
  }
}
