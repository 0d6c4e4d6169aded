package io.proffer.core.protocol.link;

import java.util.OptionalLong;

/**
 * What all that runs on an agent really uses together, as the agent measured it last. What is empty
 * is not known.
 *
 * @param cpusMillis CPUs in thousandths, averaged since the measurement before
 * @param memBytes memory that is held
 * @param diskBytes what the sandboxes of what runs take up
 */
public record MeasuredUse(OptionalLong cpusMillis, OptionalLong memBytes, OptionalLong diskBytes) {

  public MeasuredUse {
    requireAmount("cpusMillis", cpusMillis);
    requireAmount("memBytes", memBytes);
    requireAmount("diskBytes", diskBytes);
  }

  private static void requireAmount(String name, OptionalLong amount) {
    if (amount.isPresent() && amount.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "Nobody uses less than nothing, and %s is %d".formatted(name, amount.getAsLong()));
    }
  }
}
