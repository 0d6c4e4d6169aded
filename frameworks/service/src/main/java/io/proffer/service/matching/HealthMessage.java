package io.proffer.service.matching;

import io.proffer.service.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos;

/** A health check as agents are told of it, who do it inside the task's network. */
final class HealthMessage {

  private static final int NEVER = Integer.MAX_VALUE;

  private HealthMessage() {}

  /**
   * @param listening where the instance listens, one for each of the app's ports
   * @param kills whether the agent kills what is not healthy
   */
  static Protos.HealthCheck of(HealthCheck check, List<Integer> listening, boolean kills) {
    Protos.HealthCheck.Builder out =
        Protos.HealthCheck.newBuilder()
            .setDelaySeconds(seconds(check.delay()))
            .setIntervalSeconds(seconds(check.interval()))
            .setTimeoutSeconds(seconds(check.timeout()))
            .setGracePeriodSeconds(seconds(check.gracePeriod()))
            .setConsecutiveFailures(kills ? check.maxConsecutiveFailures() : NEVER);
    int port = port(check, listening);
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

  private static int port(HealthCheck check, List<Integer> listening) {
    if (check.port().isPresent()) {
      return check.port().get();
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
