package io.proffer.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ports of a cluster on one machine: the master's, and for each agent the next.
 *
 * @param master 0 for any that are free, for all
 * @param agents how many agents
 */
public record Ports(int master, int agents) {

  /** Any that are free. */
  public static Ports free(int agents) {
    return new Ports(0, agents);
  }

  /** The port of an agent, counted from 0. */
  public int agent(int index) {
    return master == 0 ? 0 : master + 1 + index;
  }

  /** The first that somebody else listens on. */
  public Optional<Integer> taken() {
    List<Integer> wanted =
        master == 0 ? List.of() : IntStream.rangeClosed(master, master + agents).boxed().toList();
    return wanted.stream().filter(port -> !isFree(port)).findFirst();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
