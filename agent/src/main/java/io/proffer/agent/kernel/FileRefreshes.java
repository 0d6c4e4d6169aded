package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.link.FromAgent;

/**
 * What the agent understands of messages to the executor that it is itself: of tasks that have none
 * of their own. All else is dropped, as Mesos' command executor does.
 */
final class FileRefreshes {

  /** A message to an executor; nothing when it is not this one. */
  void message(Step step, ExecutorKey executor, ByteString data) {
    TaskKey task = new TaskKey(executor.framework(), new TaskId(executor.executor().value()));
    step.state()
        .task(task)
        .filter(t -> t.membership().isEmpty())
        .filter(t -> t.phase() == TaskPhase.RUNNING && t.running().isPresent())
        .ifPresent(
            t ->
                FileRefresh.parse(data)
                    .ifPresent(
                        refresh ->
                            step.perform(
                                new AgentEffect.RefreshFiles(
                                    t.container(), t.info().getContainer(), refresh))));
  }

  /** The framework is told; it asks again where that is lost. */
  void done(Step step, ContainerId container, FileRefresh.Answer answer) {
    step.state()
        .taskOf(container)
        .ifPresent(
            t ->
                step.perform(
                    new AgentEffect.Send(
                        new FromAgent.ExecutorMessage(
                            t.key().framework(), t.executor(), answer.toBytes()))));
  }
}
