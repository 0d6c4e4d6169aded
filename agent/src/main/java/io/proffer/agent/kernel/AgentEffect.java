package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.Signal;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.link.FromAgent;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * What the shell is to do, in order, after the durable events of the same decision are written.
 * Effects are data; performing them decides nothing and fails only in ways that later inputs tell.
 */
public sealed interface AgentEffect {

  /** Say something to the master; dropped when there is no open connection. */
  record Send(FromAgent message) implements AgentEffect {}

  /**
   * Close the connection, find out which master leads, and connect to it. {@link
   * AgentInput.LinkDown} follows if a connection was open.
   */
  record Reconnect(String reason) implements AgentEffect {}

  /** Start a container; answered by ContainerStarted or ContainerLaunchFailed. */
  record LaunchContainer(ContainerSpec spec) implements AgentEffect {}

  /**
   * Give up a launch that is under way. Its outcome is still told: a failure of kind CANCELLED, or
   * ContainerStarted when it was too late.
   */
  record CancelLaunch(ContainerId container) implements AgentEffect {}

  /** Send a signal to all processes of a started container; nothing when it has ended. */
  record SignalContainer(ContainerId container, Signal signal) implements AgentEffect {}

  /**
   * Write files anew that a container was given as secrets, and signal it; answered by
   * FilesRefreshed.
   *
   * @param as how the container was asked for
   */
  record RefreshFiles(ContainerId container, ContainerInfo as, FileRefresh refresh)
      implements AgentEffect {}

  /** Hold a container that runs to other limits from now on; not answered. */
  record ResizeContainer(ContainerId container, ContainerResources resources)
      implements AgentEffect {}

  /** Answer the call of the executor API that has this number. */
  record AnswerExecutor(long request, ExecutorAnswer answer) implements AgentEffect {}

  /** Send an event on the stream of a custom executor; dropped when the stream is gone. */
  record TellExecutor(long stream, Event event) implements AgentEffect {}

  /** End the stream of a custom executor after what was sent. */
  record CloseExecutorStream(long stream) implements AgentEffect {}

  /** Answer the call of, or about, a resource provider that has this number. */
  record AnswerProvider(long request, ProviderAnswer answer) implements AgentEffect {}

  /** Send an event on the stream of a resource provider; dropped when the stream is gone. */
  record TellProvider(long stream, org.apache.mesos.v1.resource_provider.Protos.Event event)
      implements AgentEffect {}

  /** End the stream of a resource provider after what was sent. */
  record CloseProviderStream(long stream) implements AgentEffect {}

  /** Release what an ended container still holds besides its sandbox; not answered. */
  record RemoveContainer(ContainerId container) implements AgentEffect {}

  /**
   * See to it that these volumes are there, and empty; answered by VolumesPrepared.
   *
   * @param operation whose they are
   */
  record PrepareVolumes(ByteString operation, List<Resource> volumes) implements AgentEffect {
    public PrepareVolumes {
      volumes = List.copyOf(volumes);
    }
  }

  /** Remove the data of a volume from where the volume was; answered by VolumeRemoved. */
  record RemoveVolume(Resource volume) implements AgentEffect {}

  /** Look at a task; answered by one ProbeDone. */
  record StartProbe(Probe probe) implements AgentEffect {}

  /** Give up looking at a container; what is under way need not be answered any more. */
  record StopProbes(ContainerId container) implements AgentEffect {}

  /**
   * Measure what the machine and its containers use; answered by one UsageMeasured, unless that
   * takes longer than until it is asked again.
   */
  record MeasureUsage() implements AgentEffect {}

  /** Start, or start anew, this timer. */
  record StartTimer(AgentTimer timer, Duration delay) implements AgentEffect {}

  /** Stop this timer, if it runs. */
  record CancelTimer(AgentTimer timer) implements AgentEffect {}

  /** Everything has ended: close the connection after what was sent, and stop the agent. */
  record Stop(String reason) implements AgentEffect {}
}
