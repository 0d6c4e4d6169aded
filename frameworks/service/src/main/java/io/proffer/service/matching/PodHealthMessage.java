package io.proffer.service.matching;

import io.proffer.service.model.PodCheck;
import io.proffer.service.model.PodHealth;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/** The checks of a pod's container, as agents are told of them. */
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

  /** As the other, of a check from which nothing follows. */
  static CheckInfo of(PodCheck check, ToIntFunction<String> listening) {
    CheckInfo.Builder out =
        CheckInfo.newBuilder()
            .setDelaySeconds(seconds(check.delay()))
            .setIntervalSeconds(seconds(check.interval()))
            .setTimeoutSeconds(seconds(check.timeout()));
    switch (check.look()) {
      case PodHealth.Http http -> {
        out.setType(CheckInfo.Type.HTTP);
        out.getHttpBuilder()
            .setPort(listening.applyAsInt(http.endpoint()))
            .setPath(http.path().orElse("/"));
      }
      case PodHealth.Tcp tcp -> {
        out.setType(CheckInfo.Type.TCP);
        out.getTcpBuilder().setPort(listening.applyAsInt(tcp.endpoint()));
      }
      case PodHealth.Exec exec -> {
        out.setType(CheckInfo.Type.COMMAND);
        out.getCommandBuilder().setCommand(CheckMessage.command(exec.command()));
      }
    }
    return out.build();
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1000.0;
  }
}
