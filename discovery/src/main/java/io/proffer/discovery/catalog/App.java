package io.proffer.discovery.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An app.
 *
 * @param id a path, {@code /shop/web}
 * @param ownAddresses whether its instances are reached at addresses of their own, in place of
 *     their machine's
 * @param ports in the order that the app lists them
 * @param checked whether it has health checks
 */
public record App(
    String id,
    Map<String, String> labels,
    boolean ownAddresses,
    List<Port> ports,
    boolean checked,
    List<Instance> instances) {

  /** Keeps its own copies. */
  public App {
    labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    ports = List.copyOf(ports);
    instances = List.copyOf(instances);
  }

  /**
   * A port of an app.
   *
   * @param number where instances that have addresses of their own listen; 0 where only the
   *     machine's port is known
   * @param servicePort by which the app as a whole is to be reached
   * @param protocols {@code tcp}, {@code udp} or both
   * @param name empty where it has none
   */
  public record Port(int number, int servicePort, List<String> protocols, String name) {

    /** Keeps its own copy. */
    public Port {
      protocols = List.copyOf(protocols);
    }
  }

  /** The id without its first slash, with {@code _} for the others: {@code shop_web}. */
  public String safeId() {
    return id.substring(1).replace('/', '_');
  }

  /** The segments of the id in the opposite order: {@code web.shop}. */
  public String reversedId() {
    List<String> segments = List.of(id.substring(1).split("/", -1));
    return String.join(".", segments.reversed());
  }

  /** The port at which an instance is reached for the app's port of an index; 0 for none. */
  public int portOf(Instance instance, int index) {
    if (ownAddresses && ports.get(index).number() != 0) {
      return ports.get(index).number();
    }
    return index < instance.hostPorts().size() ? instance.hostPorts().get(index) : 0;
  }

  /** Where an instance is reached: an address, or the name of its machine. */
  public String hostOf(Instance instance) {
    return ownAddresses && !instance.addresses().isEmpty()
        ? instance.addresses().getFirst()
        : instance.host();
  }
}
