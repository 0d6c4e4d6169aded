package io.proffer.core.protocol.link;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
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
   */
  record RunTask(FrameworkInfo framework, TaskInfo task, String role, boolean executorRuns)
      implements ToAgent {

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
      boolean executorRuns)
      implements ToAgent {

    /** For a group whose executor is to be started. */
    public RunTaskGroup(
        FrameworkInfo framework, ExecutorInfo executor, List<TaskInfo> tasks, String role) {
      this(framework, executor, tasks, role, false);
    }

    public RunTaskGroup {
      tasks = List.copyOf(tasks);
    }
  }

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
   * @param operation its resources without allocation
   */
  record ApplyOperation(ByteString uuid, Optional<FrameworkId> framework, Operation operation)
      implements ToAgent {}

  /** The status of this uuid of an operation was taken: it is told no more. */
  record AcknowledgeOperation(ByteString operation, ByteString status) implements ToAgent {}

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
