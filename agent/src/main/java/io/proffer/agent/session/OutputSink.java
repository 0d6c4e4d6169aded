package io.proffer.agent.session;

import io.proffer.agent.runtime.exec.Output;
import java.io.IOException;

/** Takes what a nested container says; called by one thread at a time. */
public interface OutputSink {

  /**
   * May block for a moment: the container then waits with what else it has to say.
   *
   * @throws IOException when nobody takes it any more; nothing more is given
   */
  void said(Output output) throws IOException;

  /** There is no more. Called once, unless nobody takes it any more. */
  void ended();
}
