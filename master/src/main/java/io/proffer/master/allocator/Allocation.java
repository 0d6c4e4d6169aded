package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;

/** The allocator's choice: these resources of the agent are to be offered to the framework. */
public record Allocation(FrameworkId framework, String role, AgentId agent, Resources resources) {}
