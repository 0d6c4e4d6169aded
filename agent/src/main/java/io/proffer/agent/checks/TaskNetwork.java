package io.proffer.agent.checks;

import io.proffer.agent.container.Probe;
import io.proffer.agent.container.RunningContainer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connects to tasks at the loopback of their own network, as if from inside. Where the agent may
 * not enter a container's network, it is reached from outside: at its address, then at the port of
 * the machine that leads to it.
 */
final class TaskNetwork implements AutoCloseable {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final NetworkNamespaces namespaces = new NetworkNamespaces();

  /** A way to reach a port: where to connect to, from the agent's network or from the task's. */
  private record Way(InetSocketAddress address, Optional<Long> from) {}

  static InetAddress loopback(boolean ipv6) {
    try {
      return InetAddress.getByAddress(ipv6 ? LOOPBACK_6 : LOOPBACK);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the addresses are of the right length", e);
    }
  }

  /**
   * Connects to a port of the task.
   *
   * @return a connected channel in blocking mode, closed when aborted
   */
  SocketChannel connect(Probe probe, int port, boolean ipv6, Abort abort) throws IOException {
    return connect(ways(probe, port, ipv6), abort);
  }

  /** Connects to where a task has sent us to, from the task's network. */
  SocketChannel connect(Probe probe, InetSocketAddress elsewhere, Abort abort) throws IOException {
    if (elsewhere.getAddress().isLoopbackAddress()) {
      boolean ipv6 = elsewhere.getAddress() instanceof Inet6Address;
      return connect(probe, elsewhere.getPort(), ipv6, abort);
    }
    return connect(List.of(new Way(elsewhere, namespaces.of(probe.container()))), abort);
  }

  private SocketChannel connect(List<Way> ways, Abort abort) throws IOException {
    IOException last = new ConnectException("the task has no address of this family");
    for (Way way : ways) {
      SocketChannel channel = open(way);
      abort.breaksOff(() -> close(channel));
      try {
        channel.connect(way.address());
        return channel;
      } catch (IOException e) {
        close(channel);
        last =
            new ConnectException(
                "%s port %d: %s"
                    .formatted(
                        way.address().getAddress().getHostAddress(),
                        way.address().getPort(),
                        e.getMessage()));
      }
      if (abort.why().isPresent()) {
        throw last;
      }
    }
    throw last;
  }

  private SocketChannel open(Way way) throws IOException {
    StandardProtocolFamily family =
        way.address().getAddress() instanceof Inet6Address
            ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET;
    try {
      return way.from().isPresent()
          ? namespaces.open(way.from().get(), family)
          : SocketChannel.open(family);
    } catch (UnsupportedOperationException e) {
      throw new ConnectException("this machine does not have " + family);
    }
  }

  private List<Way> ways(Probe probe, int port, boolean ipv6) {
    RunningContainer container = probe.container();
    if (port < 1 || port > 65_535) {
      return List.of();
    }
    InetSocketAddress inside = new InetSocketAddress(loopback(ipv6), port);
    return switch (namespaces.where(container)) {
      case HERE -> List.of(new Way(inside, Optional.empty()));
      case ENTERABLE -> List.of(new Way(inside, container.pid()));
      case CLOSED -> fromOutside(probe, port, ipv6);
    };
  }

  private static List<Way> fromOutside(Probe probe, int port, boolean ipv6) {
    List<Way> ways = new ArrayList<>();
    for (String ip : probe.container().ipAddresses()) {
      if (ip.contains(":") == ipv6) {
        ways.add(new Way(new InetSocketAddress(ip, port), Optional.empty()));
      }
    }
    Optional.ofNullable(probe.mappedPorts().get(port))
        .map(p -> new InetSocketAddress(loopback(ipv6), p))
        .ifPresent(a -> ways.add(new Way(a, Optional.empty())));
    return ways;
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // there is nothing left that could be lost
      return;
    }
  }

  @Override
  public void close() {
    namespaces.close();
  }
}
