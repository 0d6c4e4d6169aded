package io.proffer.agent.container;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What runs in a container. */
public sealed interface ContainerWork {

  /** What is run; the default instance when nothing is said. */
  CommandInfo command();

  /** How it is contained; the default instance when nothing is said. */
  ContainerInfo container();

  /** Whether anything is said of how it is contained. */
  boolean hasContainer();

  /** What it may use when it is launched. */
  ContainerResources resources();

  /** Whether it comes with a file system of its own, of whatever type. */
  default boolean hasImage() {
    return hasContainer()
        && (container().getType() == ContainerInfo.Type.DOCKER
            || container().getMesos().hasImage());
  }

  /** A task that needs no executor of its own: the agent looks after it. */
  record Task(TaskInfo info) implements ContainerWork {
    @Override
    public CommandInfo command() {
      return info.getCommand();
    }

    @Override
    public ContainerInfo container() {
      return info.getContainer();
    }

    @Override
    public boolean hasContainer() {
      return info.hasContainer();
    }

    @Override
    public ContainerResources resources() {
      return new ContainerResources(info.getResourcesList(), info.getLimitsMap());
    }
  }

  /**
   * A framework's own executor, which runs tasks inside of its container.
   *
   * @param resources its own and those of the tasks that wait for it
   * @param environment what it is told besides what every container is, by name of variable
   */
  record Executor(ExecutorInfo info, ContainerResources resources, Map<String, String> environment)
      implements ContainerWork {
    public Executor {
      environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    @Override
    public CommandInfo command() {
      return info.getCommand();
    }

    @Override
    public ContainerInfo container() {
      return info.getContainer();
    }

    @Override
    public boolean hasContainer() {
      return info.hasContainer();
    }

    /** The same, told one thing more. */
    public Executor with(String variable, String value) {
      Map<String, String> more = new TreeMap<>(environment);
      more.put(variable, value);
      return new Executor(info, resources, more);
    }
  }
}
