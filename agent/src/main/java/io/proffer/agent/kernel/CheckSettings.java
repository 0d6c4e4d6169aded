package io.proffer.agent.kernel;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ProbeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo.Protocol;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * When and at what a check or a health check looks.
 *
 * @param delay from the start of the container to the first look
 * @param interval from the end of one look to the next
 * @param timeout of one look; zero for none
 * @param targets never empty: what the type names, and whatever else is filled in
 */
record CheckSettings(
    Duration delay, Duration interval, Duration timeout, List<ProbeTarget> targets) {

  /** Nobody waits longer, and timers cannot. */
  private static final double MAX_SECONDS = 100 * 86_400.0;

  /** What looks without a pause would keep the agent from everything else. */
  private static final Duration MIN_INTERVAL = Duration.ofMillis(100);

  /** Empty when the task has no such check. */
  static Optional<CheckSettings> of(TaskInfo task, CheckKind kind) {
    return switch (kind) {
      case CHECK -> task.hasCheck() ? Optional.of(of(task.getCheck())) : Optional.empty();
      case HEALTH_CHECK ->
          task.hasHealthCheck() ? Optional.of(of(task.getHealthCheck())) : Optional.empty();
    };
  }

  private static CheckSettings of(CheckInfo check) {
    List<ProbeTarget> targets = new ArrayList<>();
    if (check.hasCommand()) {
      targets.add(new ProbeTarget.Command(check.getCommand().getCommand()));
    }
    if (check.hasHttp()) {
      targets.add(
          new ProbeTarget.Http(
              "http", check.getHttp().getPort(), check.getHttp().getPath(), false));
    }
    if (check.hasTcp()) {
      targets.add(new ProbeTarget.Tcp(check.getTcp().getPort(), false));
    }
    return new CheckSettings(
        seconds(check.getDelaySeconds()),
        interval(check.getIntervalSeconds()),
        seconds(check.getTimeoutSeconds()),
        targets);
  }

  private static CheckSettings of(HealthCheck check) {
    List<ProbeTarget> targets = new ArrayList<>();
    if (check.hasCommand()) {
      targets.add(new ProbeTarget.Command(check.getCommand()));
    }
    if (check.hasHttp()) {
      HealthCheck.HTTPCheckInfo http = check.getHttp();
      targets.add(
          new ProbeTarget.Http(
              http.hasScheme() ? http.getScheme() : "http",
              http.getPort(),
              http.getPath(),
              http.getProtocol() == Protocol.IPv6));
    }
    if (check.hasTcp()) {
      targets.add(
          new ProbeTarget.Tcp(
              check.getTcp().getPort(), check.getTcp().getProtocol() == Protocol.IPv6));
    }
    return new CheckSettings(
        seconds(check.getDelaySeconds()),
        interval(check.getIntervalSeconds()),
        seconds(check.getTimeoutSeconds()),
        targets);
  }

  private static Duration interval(double seconds) {
    Duration interval = seconds(seconds);
    return interval.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : interval;
  }

  /** A field of a message as a duration; what is not a number, or negative, is none at all. */
  static Duration seconds(double seconds) {
    double bounded = seconds > 0 ? Math.min(seconds, MAX_SECONDS) : 0;
    return Duration.ofNanos(Math.round(bounded * 1e9));
  }
}
