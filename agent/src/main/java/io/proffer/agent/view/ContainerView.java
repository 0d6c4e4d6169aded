package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.RunningContainer;
import java.util.Optional;

/**
 * A container that runs.
 *
 * @param parent that of the executor, for a task of a group
 */
public record ContainerView(
    RunningContainer container, Optional<ContainerId> parent, ContainerWork work) {}
