package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.PortSpec;
import java.util.List;
import java.util.Optional;

/** Where an instance's ports are reached from outside its machine. */
final class Reach {

  /** A port of a machine, or of a container that has an address of its own. */
  record Address(String host, int port) {}

  private Reach() {}

  /**
   * Where a port is reached; empty while that is not known.
   *
   * @param place of the port among the app's
   */
  static Optional<Address> of(Instance instance, App app, int place) {
    List<PortSpec> ports = app.spec().ports();
    if (place >= ports.size()) {
      return Optional.empty();
    }
    PortSpec port = ports.get(place);
    if (port.hostPort().isPresent()) {
      long before =
          ports.stream().limit(place).filter(other -> other.hostPort().isPresent()).count();
      return instance.hostPorts().stream()
          .skip(before)
          .findFirst()
          .map(number -> new Address(instance.site().hostname(), number));
    }
    return instance.ipAddresses().stream()
        .findFirst()
        .map(address -> new Address(address, port.containerPort().orElse(0)));
  }
}
