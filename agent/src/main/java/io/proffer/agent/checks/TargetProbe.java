package io.proffer.agent.checks;

import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import java.io.IOException;

/** Looks at one kind of target. */
interface TargetProbe<T> {

  /**
   * Blocks until there is a result or it is aborted.
   *
   * @throws IOException when there is none, saying why
   */
  ProbeResult look(Probe probe, T target, Abort abort) throws IOException, InterruptedException;
}
