package io.proffer.agent.oversubscription;

import io.proffer.agent.container.ContainerId;
import java.util.List;

/**
 * Sees to it that those who use spare resources do not harm the others. Told every sample, in
 * order; decides from these alone. Used by one thread.
 */
@FunctionalInterface
public interface QosController {

  Correction correct(UsageSample sample);

  /**
   * What is to be done.
   *
   * @param pressure whether there is so little left that nothing more is to be offered
   * @param evicted containers to end, which must be revocable: others are left alone
   */
  record Correction(boolean pressure, List<Eviction> evicted) {
    public Correction {
      evicted = List.copyOf(evicted);
    }
  }

  /**
   * A container that has to go.
   *
   * @param why for people
   */
  record Eviction(ContainerId container, String why) {}
}
