package io.proffer.service.model;

import java.time.Duration;

/**
 * How instances that are not healthy are replaced: another one is well before they are killed, and
 * when too many were replaced it is taken to be no use.
 *
 * @param most how many are replaced within the span
 */
public record MendPolicy(int most, Duration span) {}
