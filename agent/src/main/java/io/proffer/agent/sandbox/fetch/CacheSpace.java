package io.proffer.agent.sandbox.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who has how much of the cache, and who must go first: what was used longest ago and nobody uses
 * now. Not safe for use by several threads.
 *
 * @param <K> what is kept
 */
final class CacheSpace<K> {

  private final long capacity;
  private long used;

  /** Those used longest ago first. */
  private final Map<K, Room> rooms = new LinkedHashMap<>();

  private static final class Room {
    private long bytes;
    private int users;
  }

  CacheSpace(long capacity) {
    this.capacity = capacity;
  }

  long capacity() {
    return capacity;
  }

  long used() {
    return used;
  }

  /** It is in use, and so the last that has to go. */
  void use(K key) {
    Room room = Optional.ofNullable(rooms.remove(key)).orElseGet(Room::new);
    room.users++;
    rooms.put(key, room);
  }

  void release(K key) {
    Room room = rooms.get(key);
    if (room != null) {
      room.users--;
    }
  }

  /**
   * Gives more room to what is in use.
   *
   * @return what has to go for it; empty when there is not enough even so, and nothing has changed
   */
  Optional<List<K>> grow(K key, long bytes) {
    List<K> evicted = new ArrayList<>();
    long missing = used + bytes - capacity;
    for (Map.Entry<K, Room> other : rooms.entrySet()) {
      if (missing <= 0) {
        break;
      }
      if (other.getValue().users == 0) {
        evicted.add(other.getKey());
        missing -= other.getValue().bytes;
      }
    }
    Room room = rooms.get(key);
    if (missing > 0 || room == null) {
      return Optional.empty();
    }
    evicted.forEach(this::remove);
    room.bytes += bytes;
    used += bytes;
    return Optional.of(evicted);
  }

  /** Takes back room that was not needed. */
  void shrinkTo(K key, long bytes) {
    Room room = rooms.get(key);
    if (room != null) {
      used -= room.bytes - bytes;
      room.bytes = bytes;
    }
  }

  void remove(K key) {
    Room room = rooms.remove(key);
    if (room != null) {
      used -= room.bytes;
    }
  }
}
