package io.proffer.service.kernel;

import io.proffer.core.model.Unavailability;
import java.time.Instant;
import java.util.Optional;

/**
 * Instances of an app are on an agent that is about to go.
 *
 * @param away when the agent is expected to be away
 * @param instances how many of the app's are there
 * @param from when they begin to leave
 * @param blocked why they cannot leave in time; empty if nothing is in the way
 */
public record Leave(
    String agentId,
    String hostname,
    Unavailability away,
    int instances,
    Instant from,
    Optional<String> blocked) {}
