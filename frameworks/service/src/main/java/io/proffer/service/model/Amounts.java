package io.proffer.service.model;

/**
 * Scalar resources.
 *
 * @param cpus cores
 * @param memMb memory
 * @param diskMb disk of the sandbox
 * @param gpus whole ones
 */
public record Amounts(double cpus, double memMb, double diskMb, int gpus) {

  /** Both together. */
  public Amounts plus(Amounts other) {
    return new Amounts(
        cpus + other.cpus, memMb + other.memMb, diskMb + other.diskMb, gpus + other.gpus);
  }
}
