package io.proffer.agent.state;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/**
 * A framework's own executor: a program in a container, which is told of its tasks over the
 * executor API and tells what becomes of them. It lives, with or without tasks, until it ends by
 * itself or is shut down.
 *
 * @param running what the runtime told of its container; empty before that started
 * @param used whether it was ever given a task
 * @param ending how it is being ended; empty while it is not
 * @param subscribed whether it has subscribed since the agent's process started
 * @param stream the stream that its events go to; empty while it has none
 */
public record CustomExecutor(
    ExecutorKey key,
    ExecutorInfo info,
    ContainerId container,
    String role,
    Instant startedAt,
    Optional<RunningContainer> running,
    boolean used,
    Optional<ExecutorEnding> ending,
    boolean subscribed,
    Optional<Long> stream)
    implements AgentExecutor {

  static CustomExecutor accepted(AgentEvent.ExecutorAccepted e) {
    return new CustomExecutor(
        e.executor(),
        e.info(),
        e.container(),
        e.role(),
        e.at(),
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        Optional.empty());
  }

  CustomExecutor ran(RunningContainer started) {
    return new CustomExecutor(
        key,
        info,
        container,
        role,
        startedAt,
        Optional.of(started),
        used,
        ending,
        subscribed,
        stream);
  }

  CustomExecutor givenTask() {
    return new CustomExecutor(
        key, info, container, role, startedAt, running, true, ending, subscribed, stream);
  }

  CustomExecutor ends(ExecutorEnding how) {
    return new CustomExecutor(
        key, info, container, role, startedAt, running, used, Optional.of(how), subscribed, stream);
  }

  CustomExecutor connected(long to) {
    return new CustomExecutor(
        key, info, container, role, startedAt, running, used, ending, true, Optional.of(to));
  }

  CustomExecutor disconnected() {
    return new CustomExecutor(
        key, info, container, role, startedAt, running, used, ending, subscribed, Optional.empty());
  }
}
