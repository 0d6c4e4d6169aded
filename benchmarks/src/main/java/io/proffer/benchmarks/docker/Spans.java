package io.proffer.benchmarks.docker;

/**
 * How long two containers took, one that stays and one that ends at once, from asking for each.
 *
 * @param stayingNanos until the one that stays was told to run
 * @param briefNanos until the other was told to run, which the engine does not say of a container
 *     that has just ended before it has tidied up
 * @param finishedNanos until the other's end was told
 */
public record Spans(long stayingNanos, long briefNanos, long finishedNanos) {}
