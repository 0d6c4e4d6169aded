package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/**
 * A custom executor, or the one of task groups, that runs on an agent. Command tasks have none:
 * their executor is the agent's business.
 *
 * @param role the role whose allocation it uses
 * @param resources what it holds itself, besides its tasks
 */
public record Executor(
    FrameworkId framework, AgentId agent, ExecutorInfo info, String role, Resources resources) {

  public ExecutorId id() {
    return ExecutorId.of(info.getExecutorId());
  }

  public ExecutorKey key() {
    return new ExecutorKey(agent, framework, id());
  }
}
