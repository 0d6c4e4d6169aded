package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;

/** What the allocator knows about an agent. */
final class AgentEntry {
  final AgentId id;
  Resources total = Resources.empty();
  long[] quantities = new long[0];
  boolean active;
  boolean hasGpus;
  boolean hasReservations;

  AgentEntry(AgentId id) {
    this.id = id;
  }
}
