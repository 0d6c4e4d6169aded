package io.proffer.core.coordination;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client with one thread of its own, on which everything done with it happens: work, retries and
 * callbacks. Work that fails is tried again every second until it succeeds or the session is
 * closed, so a ZooKeeper that is away is simply waited for.
 */
final class ZooKeeperSession implements AutoCloseable {

  /** What is done with the client; may be done again when it fails. */
  @FunctionalInterface
  interface Work {
    void run(CuratorFramework client) throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSession.class);
  private static final int RETRY_MS = 1000;
  private static final int QUICK_RETRY_MS = 100;

  private final String name;
  private final CuratorFramework client;
  private final ScheduledExecutorService thread;

  private ZooKeeperSession(String name, CuratorFramework client) {
    this.name = name;
    this.client = client;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name(name).daemon().unstarted(work));
  }

  /**
   * @param name what it is for, as thread name and in log lines
   */
  static ZooKeeperSession open(ZooKeeperLocation location, Duration timeout, String name) {
    return new ZooKeeperSession(
        name, ZooKeeperClients.open(location, timeout, new RetryOneTime(QUICK_RETRY_MS)));
  }

  /** Does the work on the session's thread, as often as it takes. */
  void perform(Work work) {
    schedule(work, 0);
  }

  /** Does the work each time the connection has come back, perhaps with a new session. */
  void whenReconnected(Work work) {
    whenState(ConnectionState.RECONNECTED, work);
  }

  /** Does the work each time the session must be held for lost, with its ephemeral nodes. */
  void whenLost(Work work) {
    whenState(ConnectionState.LOST, work);
  }

  /** The id of the present session; changes when a session was lost. */
  long id() throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /**
   * Ends the session, and with it its ephemeral nodes. Callbacks may still be running, not begin.
   */
  @Override
  public void close() {
    thread.shutdownNow();
    client.close();
  }

  private void whenState(ConnectionState wanted, Work work) {
    client
        .getConnectionStateListenable()
        .addListener(
            (source, state) -> {
              if (state == wanted) {
                perform(work);
              }
            });
  }

  private void schedule(Work work, int delayMs) {
    try {
      var unused = thread.schedule(() -> attempt(work), delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: closed", name);
    }
  }

  private void attempt(Work work) {
    try {
      work.run(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!thread.isShutdown()) {
        LOG.warn("{}: {}; trying again in {} ms", name, e.toString(), RETRY_MS);
        schedule(work, RETRY_MS);
      }
    }
  }
}
