package io.proffer.service.model;

/**
 * Scalar resources.
 *
 * @param cpus cores
 * @param memMb memory
 * @param diskMb disk of the sandbox
 * @param gpus whole ones
 */
public record Amounts(double cpus, double memMb, double diskMb, int gpus) {}
