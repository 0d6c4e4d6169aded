package io.proffer.benchmarks.docker;

/**
 * How long one container took, from asking for it.
 *
 * @param runningNanos until it was told to run
 * @param finishedNanos until its end was told
 */
public record Spans(long runningNanos, long finishedNanos) {}
