package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.Comparator;

/**
 * A framework does not want an agent's resources for a while: neither these nor fewer.
 *
 * @param sequence tells apart refusals that end at the same time
 */
record Refusal(long sequence, Client client, AgentId agent, Resources resources, Instant until) {

  static final Comparator<Refusal> EARLIEST_END_FIRST =
      Comparator.comparing(Refusal::until).thenComparingLong(Refusal::sequence);

  // Each is unique; comparing the whole of it would compare trees.
  @Override
  public boolean equals(Object other) {
    return other instanceof Refusal that && sequence == that.sequence;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }
}
