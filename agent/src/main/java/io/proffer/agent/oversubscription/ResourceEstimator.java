package io.proffer.agent.oversubscription;

import io.proffer.core.model.Resources;

/**
 * Estimates what may be used besides what is set aside. Told every sample, in order; decides from
 * these alone. Used by one thread.
 */
@FunctionalInterface
public interface ResourceEstimator {

  /**
   * How much revocable tasks may hold together at present: those that run and those that others are
   * offered the rest for.
   *
   * @return revocable resources only
   */
  Resources estimate(UsageSample sample);
}
