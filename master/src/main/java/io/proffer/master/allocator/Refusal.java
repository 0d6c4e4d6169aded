package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.Comparator;

/** A framework does not want an agent's resources for a while: neither these nor fewer. */
record Refusal(Client client, Refused refused) {

  static final Comparator<Refusal> EARLIEST_END_FIRST =
      Comparator.comparing(Refusal::until).thenComparingLong(r -> r.refused().sequence());

  AgentId agent() {
    return refused.agent();
  }

  Resources resources() {
    return refused.resources();
  }

  Instant until() {
    return refused.until();
  }

  // Each is unique; comparing the whole of it would compare trees.
  @Override
  public boolean equals(Object other) {
    return other instanceof Refusal that && refused.equals(that.refused);
  }

  @Override
  public int hashCode() {
    return refused.hashCode();
  }
}
