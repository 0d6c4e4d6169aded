package io.proffer.core.coordination;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * What a client is asked at the same time, but not too much of it. What is not there is no answer,
 * and no trouble. A client that is closed drops what it was asked and tells nobody, so every wait
 * looks whether the client is there yet. Of one thread, but for the answers.
 */
final class Questions {

  private static final int MAX_UNDER_WAY = 500;
  private static final long LOOK_EVERY_MS = 100;

  /** The client gives up after some seconds, and says so: what takes longer is lost. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CuratorFramework client;
  private final Duration patience;
  private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
  private final AtomicReference<KeeperException.@Nullable Code> trouble = new AtomicReference<>();
  private volatile long heardAtNanos = System.nanoTime();

  Questions(CuratorFramework client) {
    this(client, PATIENCE);
  }

  /**
   * @param patience so long may no answer at all come, while some are waited for
   */
  Questions(CuratorFramework client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /** The callback for one question; waits while too many are under way. */
  BackgroundCallback ask(Consumer<CuratorEvent> answer) throws InterruptedException, IOException {
    take(1);
    return (source, event) -> {
      try {
        KeeperException.Code code = KeeperException.Code.get(event.getResultCode());
        if (code == KeeperException.Code.OK) {
          answer.accept(event);
        } else if (code != KeeperException.Code.NONODE) {
          trouble.set(code);
        }
      } finally {
        heardAtNanos = System.nanoTime();
        room.release();
      }
    };
  }

  /** Waits for all answers; fails when one of them is that it cannot be told. */
  void await() throws InterruptedException, IOException {
    take(MAX_UNDER_WAY);
    KeeperException.Code code = trouble.get();
    if (code != null) {
      throw new IOException("not everything can be read", KeeperException.create(code));
    }
  }

  private void take(int permits) throws InterruptedException, IOException {
    while (!room.tryAcquire(permits, LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
      if (client.getState() != CuratorFrameworkState.STARTED) {
        throw new IOException("the connection to ZooKeeper was closed meanwhile");
      }
      if (System.nanoTime() - heardAtNanos > patience.toNanos()) {
        throw new IOException(
            "ZooKeeper has not answered for %d ms".formatted(patience.toMillis()));
      }
    }
  }
}
