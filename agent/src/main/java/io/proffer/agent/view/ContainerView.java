package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * A container that runs.
 *
 * @param parent that of the executor, for a task of a group
 */
public record ContainerView(
    RunningContainer container, Optional<ContainerId> parent, TaskInfo task) {}
