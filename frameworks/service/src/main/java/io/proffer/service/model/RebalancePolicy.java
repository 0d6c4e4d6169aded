package io.proffer.service.model;

import java.time.Duration;

/**
 * How instances are moved to where there are fewer of them.
 *
 * @param interval at most one instance is moved in it
 * @param skew by how many instances two agents must differ at least
 */
public record RebalancePolicy(Duration interval, int skew) {}
