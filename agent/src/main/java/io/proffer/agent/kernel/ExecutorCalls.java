package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.ExecutorConnected;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorEnding;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.executor.Protos.Call;

/** The calls of custom executors: who may call, and what comes of it. */
final class ExecutorCalls {

  private final AgentInfo info;
  private final Updates updates;
  private final Executors executors;
  private final ExecutorTasks hosted;

  ExecutorCalls(AgentInfo info, Updates updates, Executors executors, ExecutorTasks hosted) {
    this.info = info;
    this.updates = updates;
    this.executors = executors;
    this.hosted = hosted;
  }

  void called(Step step, long request, Call call, Optional<ExecutorClaims> claims) {
    ExecutorKey key =
        new ExecutorKey(FrameworkId.of(call.getFrameworkId()), ExecutorId.of(call.getExecutorId()));
    Optional<ExecutorAnswer.Refused> refusal = refusal(step, key, call, claims);
    if (refusal.isPresent()) {
      step.perform(new AgentEffect.AnswerExecutor(request, refusal.get()));
      return;
    }
    CustomExecutor executor = step.state().customExecutor(key).orElseThrow();
    switch (call.getType()) {
      case SUBSCRIBE -> subscribe(step, request, executor, call.getSubscribe());
      case UPDATE -> {
        accepted(step, request);
        update(step, executor, call.getUpdate().getStatus());
      }
      case MESSAGE -> {
        accepted(step, request);
        step.perform(
            new AgentEffect.Send(
                new FromAgent.ExecutorMessage(
                    key.framework(), key.executor(), call.getMessage().getData())));
      }
      case HEARTBEAT -> accepted(step, request);
      case UNKNOWN ->
          step.perform(
              new AgentEffect.AnswerExecutor(
                  request, new ExecutorAnswer.Refused(501, "Received 'UNKNOWN' call")));
    }
  }

  private static void accepted(Step step, long request) {
    step.perform(new AgentEffect.AnswerExecutor(request, new ExecutorAnswer.Accepted()));
  }

  private static Optional<ExecutorAnswer.Refused> refusal(
      Step step, ExecutorKey key, Call call, Optional<ExecutorClaims> claims) {
    if (step.state().framework(key.framework()).isEmpty()) {
      return refused(400, "Framework cannot be found");
    }
    Optional<CustomExecutor> executor = step.state().customExecutor(key);
    if (executor.isEmpty()) {
      return refused(400, "Executor cannot be found");
    }
    Optional<String> mismatch = claims.flatMap(c -> mismatch(executor.get(), c));
    if (mismatch.isPresent()) {
      return refused(403, mismatch.get());
    }
    if (!executor.get().subscribed() && call.getType() != Call.Type.SUBSCRIBE) {
      return refused(403, "Executor is not subscribed");
    }
    return call.getType() == Call.Type.UPDATE
        ? refusalOfUpdate(step, key, call.getUpdate().getStatus())
        : Optional.empty();
  }

  private static Optional<String> mismatch(CustomExecutor executor, ExecutorClaims claims) {
    ExecutorKey key = executor.key();
    if (!claims.executor().framework().equals(key.framework())) {
      return Optional.of(
          "The token does not contain an 'fid' claim with the framework ID "
              + key.framework()
              + ", which is set in the call");
    }
    if (!claims.executor().executor().equals(key.executor())) {
      return Optional.of(
          "The token does not contain an 'eid' claim with the executor ID "
              + key.executor()
              + ", which is set in the call");
    }
    return claims.container().equals(executor.container())
        ? Optional.empty()
        : Optional.of(
            "The token does not contain a 'cid' claim with the correct active ContainerID");
  }

  /** An executor speaks for its own tasks only; one that the agent has forgotten is nobody's. */
  private static Optional<ExecutorAnswer.Refused> refusalOfUpdate(
      Step step, ExecutorKey key, TaskStatus status) {
    return step.state()
        .task(new TaskKey(key.framework(), TaskId.of(status.getTaskId())))
        .filter(t -> !runs(key, t))
        .flatMap(
            t ->
                refused(
                    403,
                    "Task '"
                        + t.key().task()
                        + "' is not one of executor '"
                        + key.executor()
                        + "'"));
  }

  private static boolean runs(ExecutorKey key, AgentTask task) {
    return task.hosted() && task.membership().orElseThrow().executor().equals(key);
  }

  private static Optional<ExecutorAnswer.Refused> refused(int status, String message) {
    return Optional.of(new ExecutorAnswer.Refused(status, message));
  }

  private void subscribe(Step step, long request, CustomExecutor before, Call.Subscribe subscribe) {
    step.perform(new AgentEffect.AnswerExecutor(request, new ExecutorAnswer.Streaming()));
    before.stream().ifPresent(s -> step.perform(new AgentEffect.CloseExecutorStream(s)));
    step.record(new ExecutorConnected(before.key(), request));
    CustomExecutor executor = step.state().customExecutor(before.key()).orElseThrow();
    executors.subscribed(step, executor.key());
    if (executor.ending().isPresent() || step.state().shutdownReason().isPresent()) {
      Executors.tell(step, executor, ExecutorEvents.shutdown());
      step.perform(new AgentEffect.CloseExecutorStream(request));
      return;
    }
    if (hosted.shutDownIfUnused(step, executor)) {
      return;
    }
    FrameworkInfo framework = step.state().framework(executor.key().framework()).orElseThrow();
    AgentInfo agent = info.toBuilder().setId(step.state().id().orElseThrow().toProto()).build();
    Executors.tell(step, executor, ExecutorEvents.subscribed(executor, framework, agent));
    for (Call.Update update : subscribe.getUnacknowledgedUpdatesList()) {
      if (refusalOfUpdate(step, executor.key(), update.getStatus()).isEmpty()) {
        update(step, executor, update.getStatus());
      }
    }
    dropWhatIsNotKnown(step, executor, subscribe);
    hosted.repeatKills(step, executor);
    hosted.deliver(step, executor);
  }

  /** A task that was sent and of which the executor knows nothing was lost on its way. */
  private void dropWhatIsNotKnown(Step step, CustomExecutor executor, Call.Subscribe subscribe) {
    Set<TaskId> known = new LinkedHashSet<>();
    for (TaskInfo task : subscribe.getUnacknowledgedTasksList()) {
      known.add(TaskId.of(task.getTaskId()));
    }
    for (AgentTask task : step.state().tasksOf(executor.key())) {
      if (task.phase() == TaskPhase.RUNNING
          && task.latest().isEmpty()
          && !known.contains(task.key().task())) {
        hosted.end(
            step,
            task.key(),
            TerminalStatuses.dropped(step, task.key().framework()),
            Reason.REASON_AGENT_RESTARTED,
            "Task launched during agent restart");
      }
    }
  }

  /** Whatever becomes of it, the executor is told that it arrived, and sends it no more. */
  private void update(Step step, CustomExecutor executor, TaskStatus said) {
    TaskKey key = new TaskKey(executor.key().framework(), TaskId.of(said.getTaskId()));
    ByteString uuid = said.getUuid();
    Optional<AgentTask> task =
        step.state()
            .task(key)
            .filter(t -> t.phase() == TaskPhase.RUNNING && !step.state().seen(key, uuid));
    boolean tell =
        executor.ending().filter(e -> e.cause() == ExecutorEnding.Cause.FRAMEWORK_GONE).isEmpty();
    if (task.isPresent() && tell) {
      TaskStatus status = Statuses.completed(step, executor, said);
      if (isTerminal(said.getState())) {
        step.record(new ContainerEnded(key));
        updates.add(step, key, status);
        Executors.resize(step, executor);
      } else {
        updates.add(step, key, status);
      }
    }
    Executors.tell(step, executor, ExecutorEvents.acknowledged(key.task(), uuid));
  }

  private static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_STAGING,
          TASK_STARTING,
          TASK_RUNNING,
          TASK_KILLING,
          TASK_UNREACHABLE,
          TASK_UNKNOWN ->
          false;
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR ->
          true;
    };
  }
}
