package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;

/**
 * Is told what becomes of containers. Calls about one container come in order: it starts before it
 * exits. They come from several threads and must return soon.
 */
public interface RuntimeListener {

  void started(RunningContainer container);

  void launchFailed(ContainerId container, LaunchFailure failure);

  /** Told once for a container that was started or was recovered alive. */
  void exited(ContainerId container, ContainerExit exit);
}
