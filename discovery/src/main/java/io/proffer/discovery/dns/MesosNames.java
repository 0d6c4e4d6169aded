package io.proffer.discovery.dns;

import io.proffer.discovery.catalog.App;
import io.proffer.discovery.catalog.Catalog;
import io.proffer.discovery.catalog.Instance;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The names that mesos-dns gives to what a catalog has. An app {@code /shop/web} of the framework
 * {@code marathon} is {@code web.shop.marathon} and {@code web-shop.marathon}, below the domain.
 */
final class MesosNames {

  private static final String ON_AGENT = ".slave";

  private final Function<String, List<InetAddress>> resolver;
  private final Zone.Builder zone;
  private final String framework;

  private MesosNames(
      Function<String, List<InetAddress>> resolver, Zone.Builder zone, String framework) {
    this.resolver = resolver;
    this.zone = zone;
    this.framework = framework;
  }

  /**
   * Adds all names to a zone.
   *
   * @param resolver the addresses of a machine, none when they are not known
   */
  static void add(
      Catalog catalog, Function<String, List<InetAddress>> resolver, Zone.Builder zone) {
    MesosNames names = new MesosNames(resolver, zone, Labels.fragment(catalog.framework()));
    names.leaders(catalog);
    catalog.apps().forEach(names::app);
  }

  private void leaders(Catalog catalog) {
    catalog
        .leader()
        .ifPresent(
            at -> {
              addresses(framework, at.host());
              zone.service("_framework._tcp." + framework, framework, at.port());
            });
    catalog
        .master()
        .ifPresent(
            at -> {
              addresses("leader", at.host());
              addresses("master", at.host());
              zone.service("_leader._tcp", "leader", at.port());
              zone.service("_leader._udp", "leader", at.port());
            });
  }

  private void addresses(String name, String host) {
    resolver.apply(host).forEach(address -> zone.address(name, address));
  }

  private void app(App app) {
    List<Instance> running = app.instances().stream().filter(Instance::isRunning).toList();
    List<Instance> up = running.stream().filter(i -> i.state() == Instance.State.UP).toList();
    // Better one that may not be well than none at all.
    List<Instance> answering = up.isEmpty() ? running : up;
    Set<String> names = new LinkedHashSet<>();
    names.add(app.reversedId());
    names.add(Labels.rfc1123(app.reversedId()));
    for (String name : names) {
      running.forEach(instance -> instance(app, name, instance));
      answering.forEach(instance -> member(app, name, instance));
    }
  }

  /** What is of one instance alone. */
  private void instance(App app, String name, Instance instance) {
    String own = own(name, instance) + "." + framework;
    addresses(own, app.hostOf(instance));
    addresses(own + ON_AGENT, instance.host());
  }

  /** What all instances of an app have together. */
  private void member(App app, String name, Instance instance) {
    String own = own(name, instance) + "." + framework;
    addresses(name + "." + framework, app.hostOf(instance));
    addresses(name + "." + framework + ON_AGENT, instance.host());
    for (int i = 0; i < app.ports().size(); i++) {
      App.Port port = app.ports().get(i);
      int number = app.portOf(instance, i);
      if (number != 0) {
        for (String protocol : port.protocols()) {
          ports("_" + name + "._" + protocol + "." + framework, own, port, number);
        }
      }
    }
    for (int number : instance.hostPorts()) {
      for (String protocol : List.of("tcp", "udp")) {
        String service = "_" + name + "._" + protocol + "." + framework + ON_AGENT;
        zone.service(service, own + ON_AGENT, number);
      }
    }
  }

  private void ports(String service, String target, App.Port port, int number) {
    zone.service(service, target, number);
    String named = Labels.rfc1123(port.name());
    if (!named.isEmpty()) {
      zone.service("_" + named + "." + service, target, number);
    }
  }

  /** {@code web-x3k9z-s0}; its last label is not longer than labels may be. */
  private static String own(String name, Instance instance) {
    String tail = "-" + Labels.hash(instance.taskId()) + "-" + Labels.agentTail(instance.agentId());
    int label = name.length() - (name.lastIndexOf('.') + 1);
    int room = Math.max(1, Labels.MAX_LABEL - tail.length());
    return (label > room ? name.substring(0, name.length() - label + room) : name) + tail;
  }
}
