package io.proffer.master.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the registry's own node says: who may write, and what is to be read. Whoever writes it has
 * the lead, and whoever had it before can write nothing any more.
 *
 * @param epoch how often the registry was claimed
 * @param snapshot the number of the snapshot that comes first; 0 when there is none
 * @param parts in how many nodes that is
 * @param firstLog the number of the log entry that comes first after the snapshot
 */
record Head(long epoch, long snapshot, int parts, long firstLog) {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a registry in which nothing is. */
  static final Head NEW = new Head(0, 0, 0, 1);

  Head claimed() {
    return new Head(epoch + 1, snapshot, parts, firstLog);
  }

  /** With another snapshot, behind which the log goes on. */
  Head compacted(long newSnapshot, int newParts, long nextLog) {
    return new Head(epoch, newSnapshot, newParts, nextLog);
  }

  byte[] write() {
    return JSON.createObjectNode()
        .put("version", VERSION)
        .put("epoch", epoch)
        .put("snapshot", snapshot)
        .put("parts", parts)
        .put("first_log", firstLog)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param place where the bytes were found
   */
  static Head read(byte[] bytes, Place place) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw place.damaged("it is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw place.damaged(String.valueOf(e.getMessage()));
    }
    if (json.path("version").asInt() > VERSION) {
      throw place.newer(
          "version %d (this one reads up to %d)".formatted(json.path("version").asInt(), VERSION));
    }
    for (String field : new String[] {"version", "epoch", "snapshot", "parts", "first_log"}) {
      if (!json.path(field).isIntegralNumber()) {
        throw place.damaged("it has no number '" + field + "'");
      }
    }
    return new Head(
        json.path("epoch").asLong(),
        json.path("snapshot").asLong(),
        json.path("parts").asInt(),
        json.path("first_log").asLong());
  }
}
