package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.util.Map;

/** What the allocator knows about an agent. */
final class AgentEntry {
  final AgentId id;
  Resources total = Resources.empty();
  long[] quantities = new long[0];
  boolean active;
  boolean hasGpus;
  boolean hasReservations;

  // Of what quota is about, for QuotaBook alone.
  long[] unreserved = new long[0];
  long[] held = new long[0];
  long[] available = new long[0];
  Map<String, long[]> reserved = Map.of();

  AgentEntry(AgentId id) {
    this.id = id;
  }
}
