package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.oversubscription.ContainerUse;
import io.proffer.agent.oversubscription.HostUse;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ProviderId;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.executor.Protos.Call;

/** Everything that can happen to an agent. */
public sealed interface AgentInput {

  /**
   * The first input of every kernel: what became of the containers of the state it was made with.
   * Each container of {@code AgentState.liveContainers()} appears once; an agent without any gives
   * an empty list.
   *
   * @param bootId names the boot of the machine: another than before means that nothing that ran
   *     then can run now; empty when it cannot be known
   */
  record Recovered(List<RecoveredContainer> containers, Optional<String> bootId)
      implements AgentInput {
    public Recovered {
      containers = List.copyOf(containers);
    }

    /** On a machine of which it cannot be known whether it was rebooted. */
    public Recovered(List<RecoveredContainer> containers) {
      this(containers, Optional.empty());
    }
  }

  /** A connection to the leading master is open; nothing was said on it yet. */
  record LinkUp() implements AgentInput {}

  /** The connection is gone; no message of it follows. */
  record LinkDown(String reason) implements AgentInput {}

  /** A message of the master arrived on the open connection. */
  record FromMaster(ToAgent message) implements AgentInput {}

  /** The runtime has started a container. Each launch has one outcome: this or a failure. */
  record ContainerStarted(RunningContainer container) implements AgentInput {}

  /** The runtime could not start a container; nothing of it is left. */
  record ContainerLaunchFailed(ContainerId container, LaunchFailure failure)
      implements AgentInput {}

  /** A container that was started has ended. Told once. */
  record ContainerExited(ContainerId container, ContainerExit exit) implements AgentInput {}

  /**
   * A well-formed SUBSCRIBE, UPDATE or MESSAGE of the executor API has arrived; answered by {@link
   * AgentEffect.AnswerExecutor} in the same decision.
   *
   * @param request unique in this life of the agent
   * @param claims whom the caller has proved to be; empty when nobody asks
   */
  record ExecutorCalled(long request, Call call, Optional<ExecutorClaims> claims)
      implements AgentInput {}

  /** A stream that was opened for a custom executor is gone. */
  record ExecutorStreamLost(ExecutorKey executor, long stream) implements AgentInput {}

  /**
   * A well-formed call of the resource provider API has arrived; answered by {@link
   * AgentEffect.AnswerProvider} in the same decision.
   *
   * @param request unique in this life of the agent
   * @param streamId which stream the caller says is its own
   */
  record ProviderCalled(
      long request,
      org.apache.mesos.v1.resource_provider.Protos.Call call,
      Optional<String> streamId)
      implements AgentInput {}

  /** A stream that was opened for a resource provider is gone. */
  record ProviderStreamLost(long stream) implements AgentInput {}

  /** An operator says that a resource provider never comes again; answered like a call of one. */
  record ProviderGone(long request, ProviderId provider) implements AgentInput {}

  /** A task was looked at; the results are in the order of the probe's targets. */
  record ProbeDone(ContainerId container, CheckKind kind, List<ProbeResult> results)
      implements AgentInput {
    public ProbeDone {
      results = List.copyOf(results);
    }
  }

  /**
   * What the machine and its containers use; those that could not be measured are not there.
   * Answers {@link AgentEffect.MeasureUsage}.
   */
  record UsageMeasured(HostUse host, List<ContainerUse> containers) implements AgentInput {
    public UsageMeasured {
      containers = List.copyOf(containers);
    }
  }

  /** What became of {@link AgentEffect.RefreshFiles}. */
  record FilesRefreshed(ContainerId container, FileRefresh.Answer answer) implements AgentInput {}

  /** The volumes of an operation are there, and empty; or why they cannot be. */
  record VolumesPrepared(ByteString operation, Optional<String> problem) implements AgentInput {}

  /** The data of a destroyed volume is not where it was any more; or why it still is. */
  record VolumeRemoved(Resource volume, Optional<String> problem) implements AgentInput {}

  /** A timer started by {@link AgentEffect.StartTimer} is due. */
  record TimerFired(AgentTimer timer) implements AgentInput {}

  /**
   * The agent is to end for good, with all it runs. A plain stop of the daemon is no input: tasks
   * then run on for the next agent on the same work directory.
   */
  record ShutdownRequested(String reason) implements AgentInput {}
}
