package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RunningContainer;
import java.util.Optional;

/**
 * A container of the checkpoint that has not been seen to end.
 *
 * @param running empty when the agent died before it knew whether the launch succeeded
 */
public record LaunchedContainer(ContainerSpec spec, Optional<RunningContainer> running) {}
