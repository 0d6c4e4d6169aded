package io.proffer.service.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The secrets of an app, none of which is in it.
 *
 * @param sources where each is kept, by the name that the app has for it
 * @param variables the names of those that are variables, by the variables' names
 */
public record Secrets(Map<String, String> sources, Map<String, String> variables) {

  public static final Secrets NONE = new Secrets(Map.of(), Map.of());

  public Secrets {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /** Where the secret of this name is kept. */
  public String source(String name) {
    return sources.getOrDefault(name, name);
  }
}
