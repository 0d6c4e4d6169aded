package io.proffer.core.protocol.link;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What an agent tells the leading master over the agent link. Order within a link is kept. */
public sealed interface FromAgent {

  /**
   * The first message of an agent that has no id yet; {@code agent} carries none.
   *
   * @param agent its resources are those it was started with
   * @param address {@code ip:port} of the agent's own HTTP server, as clients are to reach it
   * @param total everything it has, as operations on agents that were here before have left it
   */
  record Register(
      AgentInfo agent,
      String address,
      String version,
      List<String> capabilities,
      List<Resource> total)
      implements FromAgent {
    public Register {
      capabilities = List.copyOf(capabilities);
      total = List.copyOf(total);
    }

    /** Of an agent on a machine where nothing was reserved. */
    public Register(AgentInfo agent, String address, String version, List<String> capabilities) {
      this(agent, address, version, capabilities, agent.getResourcesList());
    }
  }

  /**
   * The first message of an agent that was registered before: after a lost link, a new leader, or a
   * restart of the agent. Lists every task the agent holds a checkpoint of, terminal ones included
   * until their last update is acknowledged, and every custom executor, whether or not it has
   * tasks.
   *
   * @param agent its resources are those it was started with
   */
  record Reregister(
      AgentInfo agent,
      String address,
      String version,
      List<String> capabilities,
      List<ReportedTask> tasks,
      List<FrameworkInfo> frameworks,
      List<ReportedExecutor> executors,
      ReportedResources resources)
      implements FromAgent {

    /** Of an agent whose resources nothing has changed. */
    public Reregister(
        AgentInfo agent,
        String address,
        String version,
        List<String> capabilities,
        List<ReportedTask> tasks,
        List<FrameworkInfo> frameworks,
        List<ReportedExecutor> executors) {
      this(
          agent,
          address,
          version,
          capabilities,
          tasks,
          frameworks,
          executors,
          new ReportedResources(agent.getResourcesList(), List.of()));
    }

    public Reregister {
      executors = List.copyOf(executors);
      capabilities = List.copyOf(capabilities);
      tasks = List.copyOf(tasks);
      frameworks = List.copyOf(frameworks);
    }
  }

  /**
   * A task as its agent knows it.
   *
   * @param role the role whose allocation the task uses
   * @param latest the newest status: decides whether resources are held
   * @param forwarded the newest status the agent has sent to a master, or sends next; empty before
   *     the first
   * @param executor the executor of a task group or a custom executor; empty for a command task
   */
  record ReportedTask(
      FrameworkId framework,
      TaskInfo task,
      String role,
      TaskStatus latest,
      Optional<TaskStatus> forwarded,
      Optional<ExecutorInfo> executor) {}

  /**
   * A custom executor that lives.
   *
   * @param role the role whose allocation it uses
   */
  record ReportedExecutor(FrameworkId framework, ExecutorInfo executor, String role) {}

  /**
   * What operations have made of an agent's resources.
   *
   * @param total everything the agent has, with what its resource providers have
   * @param operations those on its own resources of which a status is not acknowledged, in the
   *     order they were applied
   * @param providers the resource providers that are subscribed and have said what they have
   */
  record ReportedResources(
      List<Resource> total, List<ReportedOperation> operations, List<ReportedProvider> providers) {
    public ReportedResources {
      total = List.copyOf(total);
      operations = List.copyOf(operations);
      providers = List.copyOf(providers);
    }

    /** Of an agent without resource providers. */
    public ReportedResources(List<Resource> total, List<ReportedOperation> operations) {
      this(total, operations, List.of());
    }
  }

  /**
   * A resource provider of an agent.
   *
   * @param info with its id
   * @param total all it has; part of what the agent has
   * @param version the uuid that it changes when what it has changed otherwise than by operations
   * @param operations those that are pending, and those of which a status is not acknowledged
   */
  record ReportedProvider(
      ResourceProviderInfo info,
      List<Resource> total,
      ByteString version,
      List<ReportedOperation> operations) {
    public ReportedProvider {
      total = List.copyOf(total);
      operations = List.copyOf(operations);
    }
  }

  /**
   * An operation that an agent has decided about, or that a resource provider has taken on.
   *
   * @param framework whose it is; empty for an operator's
   */
  record ReportedOperation(
      ByteString uuid,
      Optional<FrameworkId> framework,
      Operation operation,
      OperationStatus latest) {}

  /**
   * Answers the {@link ToAgent.Ping} of the same sequence number.
   *
   * @param use empty while nothing is measured, and of agents that do not say it
   */
  record Pong(long sequence, Optional<MeasuredUse> use) implements FromAgent {

    /** Without a word on what is used. */
    public Pong(long sequence) {
      this(sequence, Optional.empty());
    }
  }

  /**
   * A status update, sent again until acknowledged; {@code status} carries the 16-byte uuid.
   *
   * @param latestState the newest state the agent knows, which may be ahead of {@code status}
   */
  record StatusUpdate(FrameworkId framework, TaskStatus status, TaskState latestState)
      implements FromAgent {}

  /**
   * An executor of a task group, or a custom one, has ended.
   *
   * @param waitStatus as {@code waitpid} reports it: {@code exit 7} is 1792
   */
  record ExecutorTerminated(FrameworkId framework, ExecutorId executor, int waitStatus)
      implements FromAgent {}

  /** Free-form data from an executor to its scheduler, delivered at most once. */
  record ExecutorMessage(FrameworkId framework, ExecutorId executor, ByteString data)
      implements FromAgent {}

  /**
   * What revocable tasks may hold on the agent together, besides what it said of itself when it
   * registered: what they hold already, and what is measured to be spare. Said anew after each
   * registration; nothing until then.
   *
   * @param resources revocable ones only
   */
  record Oversubscribed(List<Resource> resources) implements FromAgent {
    public Oversubscribed {
      resources = List.copyOf(resources);
    }
  }

  /**
   * What became of an operation, sent again until acknowledged; {@code status} carries the 16-byte
   * uuid.
   *
   * @param operation the uuid the master has given it
   * @param framework whose it is; empty for an operator's
   * @param total everything the agent has; empty for one on a resource provider's resources, which
   *     are told in {@link ProvidersChanged}
   */
  record OperationUpdate(
      ByteString operation,
      Optional<FrameworkId> framework,
      OperationStatus status,
      List<Resource> total)
      implements FromAgent {
    public OperationUpdate {
      total = List.copyOf(total);
    }
  }

  /**
   * A resource provider came, changed or went.
   *
   * @param providers all there are now
   */
  record ProvidersChanged(List<ReportedProvider> providers) implements FromAgent {
    public ProvidersChanged {
      providers = List.copyOf(providers);
    }
  }

  /** The agent shuts down for good and has ended its tasks. */
  record Unregister(String reason) implements FromAgent {}
}
