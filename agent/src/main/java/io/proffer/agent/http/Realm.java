package io.proffer.agent.http;

import java.util.Optional;
import java.util.Set;

/** What is asked for together at an agent's port, named as Mesos names it. */
enum Realm {
  /** What tells of the agent and its tasks, their files among it. */
  READONLY("mesos-agent-readonly"),
  /** What changes something; the whole operator API is of these, as in Mesos. */
  READWRITE("mesos-agent-readwrite");

  /** They tell nothing; who watches the agent asks for them. */
  private static final Set<String> OPEN = Set.of("/health", "/version");

  /** It looks at its callers' tokens itself. */
  private static final String EXECUTORS = "/api/v1/executor";

  private static final Set<String> READ_ONLY =
      Set.of(
          "/containers",
          "/files/browse",
          "/files/debug",
          "/files/download",
          "/files/read",
          "/flags",
          "/metrics",
          "/metrics/snapshot",
          "/monitor/history",
          "/monitor/statistics",
          "/state");

  private final String wireName;

  Realm(String wireName) {
    this.wireName = wireName;
  }

  /** As it is named in {@code WWW-Authenticate}. */
  String wireName() {
    return wireName;
  }

  /**
   * That of an endpoint; empty where everybody may ask. One that is not named here is among those
   * that change things.
   *
   * @param endpoint the path that it is known by
   */
  static Optional<Realm> of(String endpoint) {
    return OPEN.contains(endpoint) || endpoint.equals(EXECUTORS)
        ? Optional.empty()
        : Optional.of(READ_ONLY.contains(endpoint) ? READONLY : READWRITE);
  }
}
