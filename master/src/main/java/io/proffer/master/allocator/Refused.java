package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.List;

/**
 * What a framework does not want to be offered in one of its roles: these resources of an agent, or
 * fewer of them.
 *
 * @param sequence tells apart those that are the same in everything else
 * @param until when it may be offered them again
 */
public record Refused(
    long sequence,
    FrameworkId framework,
    String role,
    AgentId agent,
    Resources resources,
    Instant until) {

  // Each is unique; comparing the whole of it would cost more than all that is done with it.
  @Override
  public boolean equals(Object other) {
    return other instanceof Refused that && sequence == that.sequence;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }

  /**
   * Some of many.
   *
   * @param inAll how many there are
   */
  public record Some(int inAll, List<Refused> first) {
    public Some {
      first = List.copyOf(first);
    }
  }
}
