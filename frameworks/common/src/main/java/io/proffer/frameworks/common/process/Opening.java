package io.proffer.frameworks.common.process;

import io.proffer.sdk.StateStore;
import java.io.IOException;

/**
 * Begins terms.
 *
 * @param <P> the port that answers during a term
 * @param <T> the term
 */
@FunctionalInterface
public interface Opening<P, T extends Term> {

  /**
   * Takes in what a former process has stored, which can store no more, and begins to look for the
   * master.
   *
   * @param here where this process answers
   * @param abdicate gives up the lead, some time after it was called
   * @throws IOException when the state cannot be read
   */
  T begin(P port, Address here, StateStore store, Runnable abdicate) throws IOException;
}
