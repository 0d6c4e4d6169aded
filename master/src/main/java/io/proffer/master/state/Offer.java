package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import java.time.Instant;

/** Resources of one agent, held out to one framework for one of its roles. */
public record Offer(
    OfferId id,
    FrameworkId framework,
    AgentId agent,
    String role,
    Resources resources,
    Instant madeAt) {}
