package io.proffer.agent.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.agent.checkpoint.wire.ExecutorAccepted;
import io.proffer.agent.checkpoint.wire.ExecutorEndBegun;
import io.proffer.agent.checkpoint.wire.ExecutorEndCause;
import io.proffer.agent.checkpoint.wire.ExecutorRan;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.ExecutorEnding;
import java.time.Duration;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/** The facts about custom executors, to and from what is in the checkpoint file. */
final class ExecutorFacts {

  private ExecutorFacts() {}

  static ExecutorAccepted write(AgentEvent.ExecutorAccepted e) {
    return ExecutorAccepted.newBuilder()
        .setExecutor(FactWriter.key(e.executor()))
        .setExecutorInfoV1(e.info().toByteString())
        .setContainerId(e.container().value())
        .setRole(e.role())
        .setAtNanos(FactWriter.nanos(e.at()))
        .build();
  }

  static AgentEvent.Durable accepted(ExecutorAccepted e) throws InvalidProtocolBufferException {
    return new AgentEvent.ExecutorAccepted(
        FactReader.key(e.getExecutor()),
        ExecutorInfo.parseFrom(e.getExecutorInfoV1()),
        new ContainerId(e.getContainerId()),
        e.getRole(),
        FactReader.instant(e.getAtNanos()));
  }

  static ExecutorRan write(AgentEvent.ExecutorRan e) {
    return ExecutorRan.newBuilder()
        .setExecutor(FactWriter.key(e.executor()))
        .setContainer(FactWriter.running(e.container()))
        .build();
  }

  static AgentEvent.Durable ran(ExecutorRan e) throws UnknownFactException {
    return new AgentEvent.ExecutorRan(
        FactReader.key(e.getExecutor()), FactReader.running(e.getContainer()));
  }

  static ExecutorEndBegun write(AgentEvent.ExecutorEndBegun e) {
    return ExecutorEndBegun.newBuilder()
        .setExecutor(FactWriter.key(e.executor()))
        .setCause(cause(e.ending().cause()))
        .setGraceNanos(e.ending().grace().toNanos())
        .setBegunAtNanos(FactWriter.nanos(e.ending().begunAt()))
        .build();
  }

  static AgentEvent.Durable endBegun(ExecutorEndBegun e) throws UnknownFactException {
    return new AgentEvent.ExecutorEndBegun(
        FactReader.key(e.getExecutor()),
        new ExecutorEnding(
            cause(e.getCause()),
            Duration.ofNanos(e.getGraceNanos()),
            FactReader.instant(e.getBegunAtNanos())));
  }

  private static ExecutorEndCause cause(ExecutorEnding.Cause cause) {
    return switch (cause) {
      case REQUESTED -> ExecutorEndCause.EXECUTOR_END_CAUSE_REQUESTED;
      case UNUSED -> ExecutorEndCause.EXECUTOR_END_CAUSE_UNUSED;
      case NOT_REGISTERED -> ExecutorEndCause.EXECUTOR_END_CAUSE_NOT_REGISTERED;
      case NOT_REREGISTERED -> ExecutorEndCause.EXECUTOR_END_CAUSE_NOT_REREGISTERED;
      case FRAMEWORK_GONE -> ExecutorEndCause.EXECUTOR_END_CAUSE_FRAMEWORK_GONE;
      case PREEMPTED -> ExecutorEndCause.EXECUTOR_END_CAUSE_PREEMPTED;
      case AGENT_ENDING -> ExecutorEndCause.EXECUTOR_END_CAUSE_AGENT_ENDING;
    };
  }

  private static ExecutorEnding.Cause cause(ExecutorEndCause cause) throws UnknownFactException {
    return switch (cause) {
      case EXECUTOR_END_CAUSE_REQUESTED -> ExecutorEnding.Cause.REQUESTED;
      case EXECUTOR_END_CAUSE_UNUSED -> ExecutorEnding.Cause.UNUSED;
      case EXECUTOR_END_CAUSE_NOT_REGISTERED -> ExecutorEnding.Cause.NOT_REGISTERED;
      case EXECUTOR_END_CAUSE_NOT_REREGISTERED -> ExecutorEnding.Cause.NOT_REREGISTERED;
      case EXECUTOR_END_CAUSE_FRAMEWORK_GONE -> ExecutorEnding.Cause.FRAMEWORK_GONE;
      case EXECUTOR_END_CAUSE_PREEMPTED -> ExecutorEnding.Cause.PREEMPTED;
      case EXECUTOR_END_CAUSE_AGENT_ENDING -> ExecutorEnding.Cause.AGENT_ENDING;
      case EXECUTOR_END_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnknownFactException(
              "an executor ends for a reason that this version does not know");
    };
  }
}
