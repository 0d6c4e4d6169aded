package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;

/**
 * The environment variables of a container: what its command says, over what Mesos gives every one.
 */
public final class TaskEnvironment {

  private TaskEnvironment() {}

  /**
   * @param sandbox the sandbox as the task sees it
   * @param ip where the task is reached; not given when empty
   * @param agentEndpoint {@code ip:port} of the agent
   * @throws LaunchException when a variable is a secret, which only a secret store could resolve
   */
  public static Map<String, String> of(
      ContainerSpec spec, String sandbox, String ip, String agentEndpoint) throws LaunchException {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("MESOS_SANDBOX", sandbox);
    env.put("MESOS_DIRECTORY", sandbox);
    switch (spec.work()) {
      case ContainerWork.Task w -> env.put("MESOS_TASK_ID", w.info().getTaskId().getValue());
      case ContainerWork.Executor w -> env.putAll(w.environment());
    }
    env.put("MESOS_EXECUTOR_ID", spec.executor().value());
    env.put("MESOS_FRAMEWORK_ID", spec.framework().getId().getValue());
    env.put("MESOS_SLAVE_ID", spec.agent().value());
    env.put("MESOS_AGENT_ENDPOINT", agentEndpoint);
    env.put("MESOS_ALLOCATION_ROLE", spec.role());
    if (!ip.isEmpty()) {
      env.put("MESOS_CONTAINER_IP", ip);
    }
    env.putAll(own(spec.command()));
    return env;
  }

  /**
   * What a command itself says.
   *
   * @throws LaunchException when a variable is a secret, which only a secret store could resolve
   */
  public static Map<String, String> own(CommandInfo command) throws LaunchException {
    Map<String, String> env = new LinkedHashMap<>();
    for (Environment.Variable v : command.getEnvironment().getVariablesList()) {
      if (v.getType() == Environment.Variable.Type.SECRET) {
        throw new LaunchException(
            LaunchFailure.Kind.COMMAND,
            "environment variable '"
                + v.getName()
                + "' is a secret; this agent has no secret store");
      }
      env.put(v.getName(), v.getValue());
    }
    return env;
  }
}
