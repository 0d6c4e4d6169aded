package io.proffer.agent.actor;

import io.proffer.agent.container.ContainerId;
import io.proffer.core.protocol.FileRefresh;
import org.apache.mesos.v1.Protos.ContainerInfo;

/** Writes files anew that containers were given. */
public interface FilesPort {

  /**
   * Begins to; what comes of it is told as an input.
   *
   * @param as how the container was asked for
   */
  void refresh(ContainerId container, ContainerInfo as, FileRefresh refresh);
}
