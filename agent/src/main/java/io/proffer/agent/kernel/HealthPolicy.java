package io.proffer.agent.kernel;

import io.proffer.agent.state.Findings;
import java.time.Duration;
import org.apache.mesos.v1.Protos.HealthCheck;

/** What one result of a health check means, as Mesos judges it. */
final class HealthPolicy {

  private HealthPolicy() {}

  /**
   * @param tell whether the scheduler is to know: each failure that counts, and the first success
   *     after the start or after failures
   * @param kill whether the task is to end for it
   */
  record Verdict(Findings findings, boolean tell, boolean kill) {}

  static Verdict passed(Findings before) {
    boolean news = !before.passed() || before.failures() > 0;
    return new Verdict(before.withHealth(true, 0), news, false);
  }

  /**
   * @param age how long ago the task's container started
   */
  static Verdict failed(HealthCheck check, Findings before, Duration age) {
    Duration grace = CheckSettings.seconds(check.getGracePeriodSeconds());
    if (!before.passed() && !grace.isZero() && age.compareTo(grace) <= 0) {
      return new Verdict(before, false, false);
    }
    int failures = Math.addExact(before.failures(), 1);
    return new Verdict(
        before.withHealth(before.passed(), failures),
        true,
        failures >= Integer.toUnsignedLong(check.getConsecutiveFailures()));
  }
}
