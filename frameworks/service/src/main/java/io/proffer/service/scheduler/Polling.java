package io.proffer.service.scheduler;

import io.proffer.service.kernel.Poll;
import java.util.function.Consumer;

/** Looks at instances over the network. */
@FunctionalInterface
public interface Polling {

  /**
   * Looks, without waiting for what comes of it.
   *
   * @param answer is told, once, on any thread
   */
  void look(Poll poll, Consumer<Poll.Result> answer);
}
