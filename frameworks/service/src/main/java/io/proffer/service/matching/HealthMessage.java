package io.proffer.service.matching;

import io.proffer.service.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos;

/**
 * A health check as agents are told of it. All are done by the agent, inside the task's network.
 */
final class HealthMessage {

  /**
   * Never: a check that Marathon would have done itself does not kill when it allows 0 failures.
   */
  private static final int NEVER = Integer.MAX_VALUE;

  private HealthMessage() {}

  /**
   * @param hostPorts of the machine, one for each of the app's ports, 0 where it has none
   * @param listening where the instance listens, one for each of the app's ports
   * @param kills whether the agent kills what is not healthy
   */
  static Protos.HealthCheck of(
      HealthCheck check, List<Integer> hostPorts, List<Integer> listening, boolean kills) {
    Protos.HealthCheck.Builder out =
        Protos.HealthCheck.newBuilder()
            .setDelaySeconds(seconds(check.delay()))
            .setIntervalSeconds(seconds(check.interval()))
            .setTimeoutSeconds(seconds(check.timeout()))
            .setGracePeriodSeconds(seconds(check.gracePeriod()))
            .setConsecutiveFailures(kills ? failures(check) : NEVER);
    int port = port(check, hostPorts, listening);
    return switch (check.protocol()) {
      case COMMAND ->
          out.setType(Protos.HealthCheck.Type.COMMAND)
              .setCommand(Protos.CommandInfo.newBuilder().setValue(check.command().orElseThrow()))
              .build();
      case HTTP, MESOS_HTTP -> http(out, check, "http", port);
      case HTTPS, MESOS_HTTPS -> http(out, check, "https", port);
      case TCP, MESOS_TCP ->
          out.setType(Protos.HealthCheck.Type.TCP)
              .setTcp(
                  Protos.HealthCheck.TCPCheckInfo.newBuilder()
                      .setPort(port)
                      .setProtocol(protocol(check)))
              .build();
    };
  }

  private static Protos.HealthCheck http(
      Protos.HealthCheck.Builder out, HealthCheck check, String scheme, int port) {
    return out.setType(Protos.HealthCheck.Type.HTTP)
        .setHttp(
            Protos.HealthCheck.HTTPCheckInfo.newBuilder()
                .setScheme(scheme)
                .setPort(port)
                .setProtocol(protocol(check))
                .setPath(check.path().orElse("/")))
        .build();
  }

  private static int failures(HealthCheck check) {
    return check.maxConsecutiveFailures() == 0 && !check.protocol().isForAgents()
        ? NEVER
        : check.maxConsecutiveFailures();
  }

  /** A number that is one of the machine's ports means where the instance listens for it. */
  private static int port(HealthCheck check, List<Integer> hostPorts, List<Integer> listening) {
    if (check.port().isPresent()) {
      int mapped = check.protocol().isForAgents() ? -1 : hostPorts.indexOf(check.port().get());
      return mapped < 0 ? check.port().get() : listening.get(mapped);
    }
    int index = check.portIndex().orElse(0);
    return index < listening.size() ? listening.get(index) : 0;
  }

  private static Protos.NetworkInfo.Protocol protocol(HealthCheck check) {
    return check.ipv6() ? Protos.NetworkInfo.Protocol.IPv6 : Protos.NetworkInfo.Protocol.IPv4;
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1000.0;
  }
}
