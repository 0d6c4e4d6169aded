package io.proffer.batch.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The secrets of a run, none of which is in it.
 *
 * @param sources where each is kept, by the name that the job has for it
 * @param variables the names of those that are variables, by the variables' names
 * @param files the names of those that are files, by their paths in the container
 */
public record Secrets(
    Map<String, String> sources, Map<String, String> variables, Map<String, String> files) {

  public static final Secrets NONE = new Secrets(Map.of(), Map.of(), Map.of());

  public Secrets {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** Where the secret of this name is kept. */
  public String source(String name) {
    return sources.getOrDefault(name, name);
  }

  /** Without variables that have other values instead, and what nobody needs then. */
  Secrets without(Set<String> replaced) {
    if (Collections.disjoint(variables.keySet(), replaced)) {
      return this;
    }
    Map<String, String> left = new LinkedHashMap<>(variables);
    left.keySet().removeAll(replaced);
    Set<String> used = new LinkedHashSet<>(left.values());
    used.addAll(files.values());
    Map<String, String> known = new LinkedHashMap<>(sources);
    known.keySet().retainAll(used);
    return new Secrets(known, left, files);
  }
}
