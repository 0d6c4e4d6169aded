package io.proffer.service.model;

/**
 * How instances are replaced.
 *
 * @param minimumHealthCapacity the part of the instances that is well at any time, 0 to 1
 * @param maximumOverCapacity the part by which there may be more instances, 0 to 1
 */
public record UpgradeStrategy(double minimumHealthCapacity, double maximumOverCapacity) {}
