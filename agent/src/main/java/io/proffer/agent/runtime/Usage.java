package io.proffer.agent.runtime;

/**
 * What a container uses.
 *
 * @param cpuUserSeconds processor time in programs since it started
 * @param cpuSystemSeconds processor time in the kernel since it started
 * @param memoryBytes memory it holds
 */
public record Usage(double cpuUserSeconds, double cpuSystemSeconds, long memoryBytes) {}
