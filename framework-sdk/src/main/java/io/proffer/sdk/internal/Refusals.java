package io.proffer.sdk.internal;

import io.proffer.sdk.Outcome;
import java.time.Duration;

/** What a master means by an error, and how to say it to people. */
final class Refusals {

  /** The words of Mesos and Proffer: the only thing that tells these errors from others. */
  private static final String FAILED_OVER = "Framework failed over";

  private static final String REMOVED = "Framework has been removed";

  private Refusals() {}

  static Outcome ofError(String message) {
    if (message.startsWith(FAILED_OVER)) {
      return new Outcome.FailedOver(message);
    }
    if (message.startsWith(REMOVED)) {
      return new Outcome.Removed(message);
    }
    return new Outcome.Refused("the master refuses this framework: " + message);
  }

  static String ofSubscribe(int status, String message) {
    String what =
        switch (status) {
          case 401, 403 -> "the master refuses the framework's credentials";
          case 404, 405 -> "no scheduler API at this master address; is it a master's?";
          default -> "the master refuses the subscription";
        };
    return what + " (" + status + (message.isBlank() ? "" : ": " + message.strip()) + ")";
  }

  static String ofTeardown(int status, String message) {
    return "the master refuses to tear the framework down (" + status + ": " + message + ")";
  }

  static String ofLateTeardown(Duration limit) {
    return "no master tore the framework down within "
        + limit.toSeconds()
        + " s; it and its tasks may be kept until its failover timeout";
  }

  /** Whether a call's status says that the master no longer knows this subscription, or leads. */
  static boolean isLostSubscription(int status) {
    return status < 400 || status == 403 || status == 408 || status == 429 || status >= 500;
  }
}
