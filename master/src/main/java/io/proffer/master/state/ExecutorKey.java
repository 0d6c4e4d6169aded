package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;

/** What names an executor: its id is unique only within its framework and agent. */
public record ExecutorKey(AgentId agent, FrameworkId framework, ExecutorId executor) {}
