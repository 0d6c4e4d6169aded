package io.proffer.agent.state;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckStatusInfo;

/**
 * What the check and the health check of a task have found so far.
 *
 * @param passed whether the health check has ever passed: its grace period is over
 * @param failures how often the health check has failed since it last passed
 * @param check the newest result of the check; empty before the first that was worth telling
 */
public record Findings(boolean passed, int failures, Optional<CheckStatusInfo> check) {

  /** Nothing was looked at yet. */
  public static final Findings NONE = new Findings(false, 0, Optional.empty());

  /** Empty while nothing is known: before the first result that counts. */
  public Optional<Boolean> healthy() {
    return failures > 0 ? Optional.of(false) : passed ? Optional.of(true) : Optional.empty();
  }

  public Findings checked(CheckStatusInfo status) {
    return new Findings(passed, failures, Optional.of(status));
  }

  public Findings withHealth(boolean passedOnce, int failuresNow) {
    return new Findings(passedOnce, failuresNow, check);
  }
}
