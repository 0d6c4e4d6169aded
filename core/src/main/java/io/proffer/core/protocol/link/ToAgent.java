package io.proffer.core.protocol.link;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What the leading master tells an agent over the agent link. Order within a link is kept. */
public sealed interface ToAgent {

  /**
   * The answer to {@link FromAgent.Register}.
   *
   * @param pingTimeout how long the agent waits without a ping before it takes the link for dead
   */
  record Registered(AgentId agent, Duration pingTimeout) implements ToAgent {}

  /**
   * The answer to {@link FromAgent.Reregister}.
   *
   * @param completedFrameworks frameworks that ended meanwhile: the agent shuts down what they run
   */
  record Reregistered(AgentId agent, Duration pingTimeout, List<FrameworkId> completedFrameworks)
      implements ToAgent {
    public Reregistered {
      completedFrameworks = List.copyOf(completedFrameworks);
    }
  }

  /**
   * Answered at once with {@link FromAgent.Pong}.
   *
   * @param connected false when the master holds the agent for disconnected: it registers again
   */
  record Ping(long sequence, boolean connected) implements ToAgent {}

  /**
   * Launch one task.
   *
   * @param role the role whose allocation it uses
   * @param executorRuns whether its executor, if it has one of its own, is counted for running
   *     already: if it has ended meanwhile, the task is dropped, for nothing is set aside for
   *     another
   * @param versions of the resource providers whose resources it uses: if one is at another, the
   *     task is dropped
   */
  record RunTask(
      FrameworkInfo framework,
      TaskInfo task,
      String role,
      boolean executorRuns,
      List<ResourceVersion> versions)
      implements ToAgent {

    public RunTask {
      versions = List.copyOf(versions);
    }

    /** For a task of no resource provider's resources. */
    public RunTask(FrameworkInfo framework, TaskInfo task, String role, boolean executorRuns) {
      this(framework, task, role, executorRuns, List.of());
    }

    /** For a task whose executor, if any, is to be started. */
    public RunTask(FrameworkInfo framework, TaskInfo task, String role) {
      this(framework, task, role, false);
    }
  }

  /**
   * Launch the tasks of a group, which live and die together, under one executor.
   *
   * @param executorRuns whether that executor is counted for running already
   */
  record RunTaskGroup(
      FrameworkInfo framework,
      ExecutorInfo executor,
      List<TaskInfo> tasks,
      String role,
      boolean executorRuns,
      List<ResourceVersion> versions)
      implements ToAgent {

    /** For a group of no resource provider's resources. */
    public RunTaskGroup(
        FrameworkInfo framework,
        ExecutorInfo executor,
        List<TaskInfo> tasks,
        String role,
        boolean executorRuns) {
      this(framework, executor, tasks, role, executorRuns, List.of());
    }

    /** For a group whose executor is to be started. */
    public RunTaskGroup(
        FrameworkInfo framework, ExecutorInfo executor, List<TaskInfo> tasks, String role) {
      this(framework, executor, tasks, role, false);
    }

    public RunTaskGroup {
      tasks = List.copyOf(tasks);
      versions = List.copyOf(versions);
    }
  }

  /** Which state of a resource provider's resources is meant. */
  record ResourceVersion(ProviderId provider, ByteString uuid) {}

  /** End a task; {@code policy} overrides the task's own kill policy. */
  record KillTask(FrameworkId framework, TaskId task, Optional<KillPolicy> policy)
      implements ToAgent {}

  /** The scheduler has taken the update of this uuid: the next one may be sent. */
  record AcknowledgeUpdate(FrameworkId framework, TaskId task, ByteString uuid)
      implements ToAgent {}

  /**
   * Reserve, release, or make volumes of, some of the agent's resources.
   *
   * @param uuid names this operation among all there ever are
   * @param framework whose it is; empty for an operator's
   * @param operation its resources without allocation, but for those of a resource provider
   * @param version what the master knows of the resource provider whose resources they are; empty
   *     for an agent's own
   */
  record ApplyOperation(
      ByteString uuid,
      Optional<FrameworkId> framework,
      Operation operation,
      Optional<ByteString> version)
      implements ToAgent {

    /** On an agent's own resources. */
    public ApplyOperation(ByteString uuid, Optional<FrameworkId> framework, Operation operation) {
      this(uuid, framework, operation, Optional.empty());
    }
  }

  /**
   * The status of this uuid of an operation was taken: it is told no more.
   *
   * @param provider whose status it is; empty for an agent's
   */
  record AcknowledgeOperation(
      ByteString operation, ByteString status, Optional<ProviderId> provider) implements ToAgent {

    /** Of an operation on an agent's own resources. */
    public AcknowledgeOperation(ByteString operation, ByteString status) {
      this(operation, status, Optional.empty());
    }
  }

  /** Asks what became of operations of which resource providers have said nothing. */
  record ReconcileOperations(List<ReconciledOperation> operations) implements ToAgent {
    public ReconcileOperations {
      operations = List.copyOf(operations);
    }
  }

  /** An operation on resources of a resource provider. */
  record ReconciledOperation(ByteString uuid, ProviderId provider) {}

  /**
   * End all tasks, and take on no others until the last one, and the last operation, is over and
   * known to be. Said again whenever an agent that is drained registers; one that has nothing to
   * end is drained already.
   */
  record Drain(DrainConfig config) implements ToAgent {}

  /** End an executor and all its tasks. */
  record ShutdownExecutor(FrameworkId framework, ExecutorId executor) implements ToAgent {}

  /** Free-form data from a scheduler to its executor, delivered at most once. */
  record ExecutorMessage(FrameworkId framework, ExecutorId executor, ByteString data)
      implements ToAgent {}

  /** The framework is gone: end its executors and tasks and forget it. */
  record TeardownFramework(FrameworkId framework) implements ToAgent {}

  /** The agent is not, or no longer, part of the cluster: end everything and stop. */
  record Shutdown(String reason) implements ToAgent {}
}
