package io.proffer.service.kernel;

import io.proffer.service.change.RefusedException;
import java.time.Instant;
import java.util.List;

/** What became of a wish. */
public sealed interface Outcome {

  /** It is being done. */
  record Accepted(String deploymentId, Instant version) implements Outcome {}

  /** Others are changing the same apps. */
  record Locked(List<String> deployments) implements Outcome {}

  /** It cannot be done. */
  record Refused(RefusedException why) implements Outcome {}
}
