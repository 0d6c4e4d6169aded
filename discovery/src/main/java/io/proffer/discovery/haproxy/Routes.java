package io.proffer.discovery.haproxy;

import io.proffer.discovery.catalog.App;
import io.proffer.discovery.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which ports of which apps are behind which names and which service ports. */
final class Routes {

  /** A port of an app, with what its labels say. */
  record Member(App app, int port, RouteLabels labels) {}

  /**
   * A virtual host, or the part of it below a path.
   *
   * @param host {@code *.} at its beginning stands for any name
   * @param path empty for all
   */
  record Site(String host, String path) {}

  private final Map<Site, List<Member>> sites =
      new TreeMap<>(Comparator.comparing(Site::host).thenComparing(Site::path));
  private final SortedMap<Integer, List<Member>> ports = new TreeMap<>();

  private Routes() {}

  static Routes of(Catalog catalog, List<String> groups) {
    Routes routes = new Routes();
    for (App app : catalog.apps()) {
      for (int i = 0; i < app.ports().size() && RouteLabels.anyOf(app); i++) {
        RouteLabels labels = new RouteLabels(app, i);
        boolean wanted = groups.isEmpty() || labels.groups().stream().anyMatch(groups::contains);
        if (wanted && labels.isEnabled() && app.ports().get(i).protocols().contains("tcp")) {
          routes.add(new Member(app, i, labels));
        }
      }
    }
    return routes;
  }

  private void add(Member member) {
    for (String host : member.labels().hosts()) {
      Site site = new Site(host, member.labels().path());
      sites.computeIfAbsent(site, s -> new ArrayList<>()).add(member);
    }
    int servicePort = member.labels().servicePort();
    if (servicePort > 0) {
      ports.computeIfAbsent(servicePort, p -> new ArrayList<>()).add(member);
    }
  }

  /** Those that are looked at first come first: by rank, then the longest path, then full names. */
  List<Map.Entry<Site, List<Member>>> sites() {
    List<Map.Entry<Site, List<Member>>> ordered = new ArrayList<>(sites.entrySet());
    ordered.sort(
        Comparator.comparingInt(
                (Map.Entry<Site, List<Member>> e) -> -e.getValue().getFirst().labels().rank())
            .thenComparingInt(e -> -e.getKey().path().length())
            .thenComparing(e -> e.getKey().host().startsWith("*"))
            .thenComparing(e -> e.getKey().host()));
    return ordered;
  }

  SortedMap<Integer, List<Member>> ports() {
    return ports;
  }
}
