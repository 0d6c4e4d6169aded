package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.List;

/**
 * What a framework does not want to be offered in one of its roles: these resources of an agent, or
 * fewer of them.
 *
 * @param until when it may be offered them again
 */
public record Refused(String role, AgentId agent, Resources resources, Instant until) {

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
