package io.proffer.service.kernel;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of an instance besides what Marathon knows.
 *
 * @param index its number among the app's instances; empty where they have none
 * @param agentUrl where its agent is reached, {@code http://host:5051}; empty when it did not say
 * @param killAt when it is to be killed at last, after those who use it had time to look elsewhere
 * @param configs the versions of configurations that it has as files, of those for whose changes it
 *     is signalled
 */
public record Extras(
    Optional<Integer> index,
    Optional<String> agentUrl,
    Optional<Instant> killAt,
    SortedMap<String, Long> configs) {

  public static final Extras NONE =
      new Extras(Optional.empty(), Optional.empty(), Optional.empty(), new TreeMap<>());

  public Extras {
    configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
  }

  Extras killedAt(Optional<Instant> at) {
    return new Extras(index, agentUrl, at, configs);
  }

  Extras withConfig(String name, long version) {
    SortedMap<String, Long> known = new TreeMap<>(configs);
    known.put(name, version);
    return new Extras(index, agentUrl, killAt, known);
  }
}
