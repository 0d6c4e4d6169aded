package io.proffer.master.actor;

import akka.actor.setup.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets the thread that brings a request see to it that it is decided about, when nobody is
 * deciding: to wake another thread, and to be woken by it with the answer, takes a quiet machine
 * longer than to decide. Who comes while somebody decides leaves his request to him, as ever.
 *
 * <p>Executes tasks at once, in the calling thread. Thread-safe.
 */
public final class CallerRuns extends Setup implements Executor {

  @SuppressWarnings("ThreadLocalUsage") // a process may have several masters, each with its own
  private final ThreadLocal<@Nullable List<Runnable>> taken = new ThreadLocal<>();

  @Override
  public void execute(Runnable turn) {
    if (taken.get() != null) {
      turn.run();
      return;
    }
    List<Runnable> mine = new ArrayList<>(1);
    taken.set(mine);
    try {
      turn.run();
    } finally {
      taken.remove();
      mine.forEach(Runnable::run);
    }
  }

  /**
   * Gives the calling thread something to do at the end of its turn.
   *
   * @return false if this is not its turn
   */
  boolean take(Runnable work) {
    List<Runnable> mine = taken.get();
    return mine != null && mine.add(work);
  }
}
