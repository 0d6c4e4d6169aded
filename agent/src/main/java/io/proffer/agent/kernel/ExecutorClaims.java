package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.ExecutorKey;

/** Whom a caller of the executor API has proved to be. */
public record ExecutorClaims(ExecutorKey executor, ContainerId container) {}
