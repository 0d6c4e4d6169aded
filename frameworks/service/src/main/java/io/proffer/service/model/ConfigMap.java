package io.proffer.service.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configuration kept by the framework: named entries, each a variable or a file of the instances
 * that use it.
 *
 * @param version counts its changes, from 1
 */
public record ConfigMap(String name, long version, Instant changedAt, Map<String, String> entries) {

  /** How many there may be. */
  public static final int MAX = 1000;

  /** How many versions of each are kept. */
  public static final int MAX_VERSIONS = 10;

  public ConfigMap {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }
}
