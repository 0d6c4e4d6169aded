package io.proffer.agent;

import io.proffer.agent.container.Unenforced;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;

/**
 * What an agent says it is.
 *
 * @param info for the master, without the agent's id
 * @param ip at which it, and processes it runs, are reached
 * @param port of its HTTP server
 */
record AgentIdentity(AgentInfo info, String ip, int port) {

  /**
   * @param port that the HTTP server has
   * @throws IllegalArgumentException when an option is malformed
   */
  static AgentIdentity of(AgentOptions options, int port) throws IOException {
    InetAddress bound = InetAddress.getByName(options.bindHost());
    String hostname = options.advertisedHostname().orElseGet(() -> hostname(bound));
    String ip =
        bound.isAnyLocalAddress()
            ? InetAddress.getByName(hostname).getHostAddress()
            : bound.getHostAddress();
    Resources resources = MachineResources.of(options.resources(), options.workDir());
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setHostname(hostname)
            .setPort(port)
            .addAllResources(resources.toProtos());
    options.attributes().ifPresent(a -> info.addAllAttributes(Attributes.parse(a)));
    return new AgentIdentity(info.build(), ip, port);
  }

  /** The same, with an attribute that says what is not enforced here, if anything. */
  AgentIdentity withUnenforced(List<Unenforced> unenforced) {
    if (unenforced.isEmpty()) {
      return this;
    }
    String words =
        unenforced.stream().map(Unenforced::what).sorted().collect(Collectors.joining(","));
    Attribute attribute =
        Attribute.newBuilder()
            .setName(Unenforced.ATTRIBUTE)
            .setType(Value.Type.TEXT)
            .setText(Value.Text.newBuilder().setValue(words))
            .build();
    return new AgentIdentity(info.toBuilder().addAttributes(attribute).build(), ip, port);
  }

  private static String hostname(InetAddress bound) {
    if (bound.isLoopbackAddress()) {
      return "localhost";
    }
    try {
      return bound.isAnyLocalAddress()
          ? InetAddress.getLocalHost().getCanonicalHostName()
          : bound.getHostAddress();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  /** {@code ip:port} of the HTTP server. */
  String address() {
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }
}
