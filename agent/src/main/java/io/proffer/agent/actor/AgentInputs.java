package io.proffer.agent.actor;

import akka.actor.typed.ActorRef;
import com.google.protobuf.ByteString;
import io.proffer.agent.checks.ProbeListener;
import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.link.LinkListener;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.volume.VolumeListener;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Turns what the link and the runtime tell into inputs of the actor. They may begin to tell before
 * the actor is there; it then gets that first.
 */
public final class AgentInputs
    implements LinkListener, RuntimeListener, ProbeListener, VolumeListener {

  private final CompletableFuture<ActorRef<AgentActor.Command>> actor = new CompletableFuture<>();

  /** From now on inputs go to this actor. */
  public void to(ActorRef<AgentActor.Command> target) {
    actor.complete(target);
  }

  public void tell(AgentInput input) {
    actor.join().tell(new AgentActor.Happened(input));
  }

  @Override
  public void up() {
    tell(new AgentInput.LinkUp());
  }

  @Override
  public void message(ToAgent message) {
    tell(new AgentInput.FromMaster(message));
  }

  @Override
  public void down(String reason) {
    tell(new AgentInput.LinkDown(reason));
  }

  @Override
  public void started(RunningContainer container) {
    tell(new AgentInput.ContainerStarted(container));
  }

  @Override
  public void launchFailed(ContainerId container, LaunchFailure failure) {
    tell(new AgentInput.ContainerLaunchFailed(container, failure));
  }

  @Override
  public void probed(ContainerId container, CheckKind kind, List<ProbeResult> results) {
    tell(new AgentInput.ProbeDone(container, kind, results));
  }

  @Override
  public void prepared(ByteString operation, Optional<String> problem) {
    tell(new AgentInput.VolumesPrepared(operation, problem));
  }

  @Override
  public void removed(Resource volume, Optional<String> problem) {
    tell(new AgentInput.VolumeRemoved(volume, problem));
  }

  @Override
  public void exited(ContainerId container, ContainerExit exit) {
    tell(new AgentInput.ContainerExited(container, exit));
  }
}
