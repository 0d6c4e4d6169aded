package io.proffer.master.allocator;

import io.proffer.core.model.FrameworkId;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the allocator knows about a framework. */
final class FrameworkEntry {
  final FrameworkId id;
  final Map<String, Client> clients = new LinkedHashMap<>();
  Taste taste;
  boolean active;

  FrameworkEntry(FrameworkId id, Taste taste) {
    this.id = id;
    this.taste = taste;
  }
}
