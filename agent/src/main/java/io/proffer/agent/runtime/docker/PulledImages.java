package io.proffer.agent.runtime.docker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that this agent has pulled, and when a task last wanted each: only these may be
 * removed again, others are somebody else's. Kept in a file; when that is lost, they are somebody
 * else's, too. Safe for use by several threads.
 */
final class PulledImages {

  private static final Logger LOG = LoggerFactory.getLogger(PulledImages.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final SortedMap<String, Long> wantedAtMillis;
  private final Map<String, Integer> launching = new HashMap<>();

  private PulledImages(Path file, SortedMap<String, Long> wantedAtMillis) {
    this.file = file;
    this.wantedAtMillis = wantedAtMillis;
  }

  static PulledImages open(Path file) {
    SortedMap<String, Long> known = new TreeMap<>();
    try {
      if (Files.exists(file)) {
        known.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, Long>>() {}));
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read: images pulled before are not removed", file);
    }
    return new PulledImages(file, known);
  }

  synchronized void pulled(String image, Instant now) {
    wantedAtMillis.put(image, now.toEpochMilli());
    write();
  }

  synchronized void removed(String image) {
    wantedAtMillis.remove(image);
    write();
  }

  /** A launch needs it, and has no container yet that would keep it. */
  synchronized void launchBegins(String image, Instant now) {
    launching.merge(image, 1, Integer::sum);
    wantedAtMillis.computeIfPresent(image, (k, v) -> now.toEpochMilli());
  }

  synchronized void launchEnds(String image) {
    launching.computeIfPresent(image, (k, n) -> n == 1 ? null : n - 1);
  }

  /** Those that launches under way need. */
  synchronized Set<String> launching() {
    return Set.copyOf(launching.keySet());
  }

  synchronized SortedMap<String, Instant> all() {
    SortedMap<String, Instant> all = new TreeMap<>();
    wantedAtMillis.forEach((image, at) -> all.put(image, Instant.ofEpochMilli(at)));
    return all;
  }

  private void write() {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      JSON.writeValue(fresh.toFile(), wantedAtMillis);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
