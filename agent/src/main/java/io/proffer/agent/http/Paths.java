package io.proffer.agent.http;

/** The many names by which clients call the same endpoint. */
final class Paths {

  private static final String ALIAS = "/slave(1)";
  private static final String SUFFIX = ".json";

  /** Gone in Mesos; its clients of old ask an agent for {@code /slave(1)/state.json}. */
  private static final String GONE = "/state.json";

  private Paths() {}

  /** {@code /slave(1)/state.json/} and {@code /state} are the same. */
  static String canonical(String path) {
    String canonical = path;
    while (canonical.length() > 1 && canonical.endsWith("/")) {
      canonical = canonical.substring(0, canonical.length() - 1);
    }
    if (canonical.equals(GONE)) {
      return canonical;
    }
    if (canonical.equals(ALIAS) || canonical.startsWith(ALIAS + "/")) {
      canonical = canonical.substring(ALIAS.length());
    }
    if (canonical.endsWith(SUFFIX)) {
      canonical = canonical.substring(0, canonical.length() - SUFFIX.length());
    }
    return canonical.isEmpty() ? "/" : canonical;
  }
}
