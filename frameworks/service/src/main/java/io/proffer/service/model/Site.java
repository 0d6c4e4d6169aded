package io.proffer.service.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an instance is: what constraints ask about.
 *
 * @param attributes of the agent, as texts
 */
public record Site(
    String agentId,
    String hostname,
    Optional<String> region,
    Optional<String> zone,
    Map<String, String> attributes) {

  public Site {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The value of a constraint's field; empty where there is none. */
  public Optional<String> value(String field) {
    return switch (field) {
      case "hostname", "@hostname" -> Optional.of(hostname);
      case "@region" -> region;
      case "@zone" -> zone;
      default -> Optional.ofNullable(attributes.get(field));
    };
  }
}
