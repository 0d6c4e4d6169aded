package io.proffer.core.protocol;

import java.util.Set;

/**
 * The many names by which clients of Mesos call the same endpoint.
 *
 * @param alias what may stand before any path, {@code /master}
 * @param gone paths that have no other name, because nothing is there
 */
public record EndpointPaths(String alias, Set<String> gone) {

  private static final String SUFFIX = ".json";

  public EndpointPaths {
    gone = Set.copyOf(gone);
  }

  /**
   * The one name of the endpoint that a path means: {@code /master/state.json/} and {@code /state}
   * are the same.
   */
  public String canonical(String path) {
    String canonical = path;
    while (canonical.length() > 1 && canonical.endsWith("/")) {
      canonical = canonical.substring(0, canonical.length() - 1);
    }
    if (gone.contains(canonical)) {
      return canonical;
    }
    if (canonical.equals(alias) || canonical.startsWith(alias + "/")) {
      canonical = canonical.substring(alias.length());
    }
    if (canonical.endsWith(SUFFIX)) {
      canonical = canonical.substring(0, canonical.length() - SUFFIX.length());
    }
    return canonical.isEmpty() ? "/" : canonical;
  }
}
