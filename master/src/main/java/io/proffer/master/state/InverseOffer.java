package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import java.time.Instant;
import org.apache.mesos.v1.Protos.Unavailability;

/**
 * A framework is asked whether it can do without all it holds of an agent, from some time on.
 *
 * @param machine of the agent
 */
public record InverseOffer(
    OfferId id,
    FrameworkId framework,
    AgentId agent,
    MachineKey machine,
    Unavailability unavailability,
    Instant madeAt) {}
