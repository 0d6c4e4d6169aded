package io.proffer.service.matching;

import io.proffer.service.model.PodHealth;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.apache.mesos.v1.Protos.HealthCheck;

/** The health check of a pod's container, as agents are told of it. */
final class PodHealthMessage {

  private PodHealthMessage() {}

  /**
   * @param listening the port an endpoint is found at inside the pod
   */
  static HealthCheck of(PodHealth health, ToIntFunction<String> listening) {
    HealthCheck.Builder out =
        HealthCheck.newBuilder()
            .setDelaySeconds(seconds(health.delay()))
            .setIntervalSeconds(seconds(health.interval()))
            .setTimeoutSeconds(seconds(health.timeout()))
            .setGracePeriodSeconds(seconds(health.gracePeriod()))
            .setConsecutiveFailures(health.maxConsecutiveFailures());
    switch (health.look()) {
      case PodHealth.Http http -> {
        out.setType(HealthCheck.Type.HTTP);
        out.getHttpBuilder()
            .setScheme(http.tls() ? "https" : "http")
            .setPort(listening.applyAsInt(http.endpoint()))
            .setPath(http.path().orElse("/"));
      }
      case PodHealth.Tcp tcp -> {
        out.setType(HealthCheck.Type.TCP);
        out.getTcpBuilder().setPort(listening.applyAsInt(tcp.endpoint()));
      }
      case PodHealth.Exec exec ->
          out.setType(HealthCheck.Type.COMMAND).setCommand(CheckMessage.command(exec.command()));
    }
    return out.build();
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1000.0;
  }
}
