package io.proffer.master.http.operator;

import io.proffer.master.state.Agent;
import org.apache.mesos.v1.Protos;

/** Where clients reach an agent. */
final class AgentUrl {

  private AgentUrl() {}

  static Protos.URL of(Agent agent) {
    int colon = agent.address().lastIndexOf(':');
    String ip = colon < 0 ? agent.address() : agent.address().substring(0, colon);
    return Protos.URL
        .newBuilder()
        .setScheme("http")
        .setAddress(
            Protos.Address.newBuilder()
                .setHostname(agent.info().getHostname())
                .setIp(ip)
                .setPort(agent.info().getPort()))
        .setPath("/slave(1)")
        .build();
  }
}
