package io.proffer.benchmarks.launch;

/** Quantiles of a latency in milliseconds; all 0 when nothing was measured. */
public record LatencyMs(double p50, double p95, double p99, double longest) {}
