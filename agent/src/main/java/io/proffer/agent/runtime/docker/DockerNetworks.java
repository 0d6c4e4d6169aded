package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;

/**
 * The networks that a container asks to be on: without a word about it the host's, as in Mesos.
 *
 * @param mode the first, as the engine calls it
 * @param address a static address on the first
 * @param others to be connected to besides, each with a name
 */
record DockerNetworks(String mode, Optional<String> address, List<NetworkInfo> others) {

  static final String HOST = "host";
  static final String BRIDGE = "bridge";
  static final String NONE = "none";

  DockerNetworks {
    others = List.copyOf(others);
  }

  /**
   * What a container asks for.
   *
   * @throws LaunchException when that makes no sense
   */
  static DockerNetworks of(ContainerInfo container) throws LaunchException {
    List<NetworkInfo> named =
        container.getNetworkInfosList().stream().filter(NetworkInfo::hasName).toList();
    if (container.getType() != ContainerInfo.Type.DOCKER) {
      return named.isEmpty() ? on(HOST) : named(named);
    }
    return switch (container.getDocker().getNetwork()) {
      case HOST -> on(HOST);
      case BRIDGE -> on(BRIDGE);
      case NONE -> on(NONE);
      case USER -> {
        if (named.isEmpty()) {
          throw bad("network USER needs a network_infos entry with the network's name");
        }
        yield named(named);
      }
    };
  }

  private static DockerNetworks on(String mode) {
    return new DockerNetworks(mode, Optional.empty(), List.of());
  }

  private static DockerNetworks named(List<NetworkInfo> networks) throws LaunchException {
    NetworkInfo first = networks.getFirst();
    List<NetworkInfo> others = networks.subList(1, networks.size());
    if (!others.isEmpty() && networks.stream().anyMatch(DockerNetworks::excludesOthers)) {
      throw bad("who is on network host or none cannot be on others");
    }
    return new DockerNetworks(first.getName(), address(first), others);
  }

  private static boolean excludesOthers(NetworkInfo network) {
    return network.getName().equals(HOST) || network.getName().equals(NONE);
  }

  /** The static address a network was asked for. */
  static Optional<String> address(NetworkInfo network) {
    return network.getIpAddressesList().stream()
        .filter(NetworkInfo.IPAddress::hasIpAddress)
        .map(NetworkInfo.IPAddress::getIpAddress)
        .findFirst();
  }

  /** Whether it shares the host's. */
  boolean host() {
    return mode.equals(HOST);
  }

  void fill(CreateContainerCmd create, HostConfig host) {
    host.withNetworkMode(mode);
    address.ifPresent(
        a -> {
          if (a.contains(":")) {
            create.withIpv6Address(a);
          } else {
            create.withIpv4Address(a);
          }
        });
  }

  private static LaunchException bad(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}
