package io.proffer.agent.container;

import org.apache.mesos.v1.Protos.CommandInfo;

/** What a probe looks at. Addresses are the loopback of the task's own network. */
public sealed interface ProbeTarget {

  /**
   * A GET request; redirects are followed, certificates are not looked at.
   *
   * @param scheme {@code http} or {@code https}
   * @param path begins with a slash, or is empty
   */
  record Http(String scheme, int port, String path, boolean ipv6) implements ProbeTarget {}

  /** A TCP connection. */
  record Tcp(int port, boolean ipv6) implements ProbeTarget {}

  /** A command in the task's container. */
  record Command(CommandInfo command) implements ProbeTarget {}
}
