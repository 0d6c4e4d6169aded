package io.proffer.master.http;

import io.proffer.core.security.Realm;
import io.proffer.master.http.server.Request;
import java.util.Optional;
import java.util.Set;

/** Which realm each path is of. One that is not named here is among those that change things. */
final class Realms {

  /** They tell nothing of the cluster; a browser must have the page before it can ask who looks. */
  private static final Set<String> OPEN =
      Set.of("/", "/assets", "/health", "/login", "/logout", "/redirect", "/version");

  private static final Set<String> READ_ONLY =
      Set.of(
          "/agent",
          "/dashboard/filters",
          "/dashboard/history",
          "/dashboard/masters",
          "/dashboard/measured",
          "/dashboard/snapshot",
          "/dashboard/stream",
          "/dashboard/task",
          "/files/browse",
          "/files/debug",
          "/files/download",
          "/files/read",
          "/flags",
          "/frameworks",
          "/maintenance/status",
          "/metrics",
          "/metrics/snapshot",
          "/roles",
          "/slaves",
          "/state",
          "/state-summary",
          "/system/stats",
          "/tasks");

  private Realms() {}

  /**
   * The realm of a request; empty where everybody may ask.
   *
   * @param endpoint the path under which its endpoint is found
   */
  static Optional<Realm> of(String endpoint, Request request) {
    if (OPEN.contains(endpoint)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (endpoint) {
          case "/api/v1/scheduler" -> Realm.SCHEDULER;
          case "/agent/link" -> Realm.AGENT;
          case "/service" -> reads(request) ? Realm.READONLY : Realm.READWRITE;
          default -> READ_ONLY.contains(endpoint) ? Realm.READONLY : Realm.READWRITE;
        });
  }

  /** Whether it is of a method that changes nothing. */
  static boolean reads(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }
}
