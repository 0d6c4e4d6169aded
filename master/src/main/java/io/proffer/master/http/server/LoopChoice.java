package io.proffer.master.http.server;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;

/**
 * Chooses the thread that serves a new connection: the one that has accepted it, as long as it does
 * not have many more than another. To wake another one takes a quiet machine longer than to read
 * the first request; where there are many connections nobody sleeps, and they are spread.
 */
final class LoopChoice implements EventExecutorChooserFactory {

  /** How many connections more than the thread with the fewest one may come to have. */
  static final int MAX_AHEAD = 4;

  @Override
  public EventExecutorChooser newChooser(EventExecutor[] loops) {
    return () -> choose(loops);
  }

  private static EventExecutor choose(EventExecutor[] loops) {
    EventExecutor least = loops[0];
    for (EventExecutor loop : loops) {
      if (connections(loop) < connections(least)) {
        least = loop;
      }
    }
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop() && connections(loop) - connections(least) < MAX_AHEAD) {
        return loop;
      }
    }
    return least;
  }

  /** As another thread may see it, which is near enough. */
  private static int connections(EventExecutor loop) {
    return loop instanceof SingleThreadEventLoop one ? one.registeredChannels() : 0;
  }
}
