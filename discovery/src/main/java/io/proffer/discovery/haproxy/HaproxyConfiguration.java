package io.proffer.discovery.haproxy;

import io.proffer.discovery.catalog.App;
import io.proffer.discovery.catalog.Catalog;
import io.proffer.discovery.catalog.Instance;
import io.proffer.discovery.haproxy.Routes.Member;
import io.proffer.discovery.haproxy.Routes.Site;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * HAProxy's configuration for a catalog. The same catalog always has the same configuration.
 *
 * <p>Only instances that are up get anything new. Those that are about to end are there with weight
 * 0: who has a session with them keeps it.
 */
public final class HaproxyConfiguration {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:-]+");

  private final RouterOptions options;
  private final StringBuilder text = new StringBuilder();

  private HaproxyConfiguration(RouterOptions options) {
    this.options = options;
  }

  /** The text of the configuration. */
  public static String of(Catalog catalog, RouterOptions options) {
    HaproxyConfiguration configuration = new HaproxyConfiguration(options);
    Routes routes = Routes.of(catalog, options.groups());
    configuration.head();
    configuration.remarks(catalog);
    configuration.virtualHosts(routes);
    configuration.servicePorts(routes);
    return configuration.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void head() {
    line("# Made by 'proffer router haproxy' from what the service framework says; do not edit.");
    line("global");
    line("  stats socket %s mode 600 level admin expose-fd listeners".formatted(options.socket()));
    line("  hard-stop-after 10m");
    line("");
    line("defaults");
    line("  mode http");
    line("  timeout connect 3s");
    line("  timeout client 60s");
    line("  timeout server 60s");
    line("  timeout tunnel 1h");
    line("  timeout http-request 30s");
    line("  timeout http-keep-alive 10s");
    line("  # Where nobody listens any more another instance is tried: nothing was sent yet.");
    line("  retries 3");
    line("  option redispatch 1");
    line("  # A successor takes over the ports; idle clients are not cut off meanwhile.");
    line("  option idle-close-on-response");
    line("  default-server init-addr last,libc,none check inter 2s fall 2 rise 1");
  }

  private void remarks(Catalog catalog) {
    for (App app : catalog.apps()) {
      for (String label : RouteLabels.notUnderstood(app)) {
        line(
            "# %s: the label %s has no effect"
                .formatted(app.id(), label.replaceAll("[^\\x21-\\x7e]", "?")));
      }
    }
  }

  private void virtualHosts(Routes routes) {
    if (options.httpPort().isEmpty()) {
      return;
    }
    line("");
    line("frontend virtual_hosts");
    line("  bind %s:%d".formatted(options.address(), options.httpPort().getAsInt()));
    List<Map.Entry<Site, List<Member>>> sites = routes.sites();
    for (int i = 0; i < sites.size(); i++) {
      Site site = sites.get(i).getKey();
      String host = site.host();
      if (host.startsWith("*")) {
        line(
            "  acl host_%d req.hdr(host),field(1,:),lower -m end %s"
                .formatted(i, host.substring(1)));
      } else {
        line("  acl host_%d req.hdr(host),field(1,:),lower -m str %s".formatted(i, host));
      }
      if (site.path().isEmpty()) {
        line("  use_backend %s if host_%d".formatted(name(site), i));
      } else {
        line("  acl path_%d path %s".formatted(i, site.path()));
        line("  acl path_%d path_beg %s/".formatted(i, site.path()));
        line("  use_backend %s if host_%d path_%d".formatted(name(site), i, i));
      }
    }
    sites.forEach(site -> backend(name(site.getKey()), site.getValue(), true));
  }

  private static String name(Site site) {
    return "site_" + (site.host() + site.path()).replaceAll("[^A-Za-z0-9.-]", "_");
  }

  private void servicePorts(Routes routes) {
    routes
        .ports()
        .forEach(
            (port, members) -> {
              boolean http = members.getFirst().labels().isHttp();
              line("");
              line("frontend port_%d".formatted(port));
              line("  bind %s:%d".formatted(options.address(), port));
              line("  mode %s".formatted(http ? "http" : "tcp"));
              line("  default_backend port_%d".formatted(port));
              backend("port_" + port, members, http);
            });
  }

  private void backend(String name, List<Member> members, boolean http) {
    RouteLabels first = members.getFirst().labels();
    line("");
    line("backend %s".formatted(name));
    line("  mode %s".formatted(http ? "http" : "tcp"));
    line("  balance %s".formatted(first.balance()));
    if (http) {
      // Whose connection broke before an answer came may have done its work, so that only what
      // may be done twice is asked of another.
      line("  retry-on conn-failure empty-response");
      line("  http-request disable-l7-retry if !METH_GET");
      line("  option forwardfor");
    }
    boolean sticky = http && first.isSticky();
    if (sticky) {
      line("  cookie proffer_instance insert indirect nocache");
    }
    for (Member member : members) {
      for (Instance instance : member.app().instances()) {
        server(member, instance, sticky);
      }
    }
  }

  private void server(Member member, Instance instance, boolean sticky) {
    String host = member.app().hostOf(instance);
    int port = member.app().portOf(instance, member.port());
    boolean listed =
        switch (instance.state()) {
          case UP, LEAVING -> true;
          case UNWELL, DOWN -> false;
        };
    boolean writable =
        HOST.matcher(host).matches() && SERVER.matcher(instance.taskId()).matches() && port > 0;
    if (listed && writable) {
      line(
          "  server %s %s:%d weight %d%s"
              .formatted(
                  instance.taskId(),
                  host.contains(":") ? "[" + host + "]" : host,
                  port,
                  weight(member.labels(), instance),
                  sticky ? " cookie " + Integer.toHexString(instance.taskId().hashCode()) : ""));
    }
  }

  private static int weight(RouteLabels labels, Instance instance) {
    if (instance.state() != Instance.State.UP) {
      return 0;
    }
    return instance.canary() ? labels.canaryWeight() : labels.weight();
  }
}
