package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forces a file to the disk some time after it was written, on a thread of its own. */
final class DiskForcer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskForcer.class);

  private final long delayMillis;
  private final AtomicReference<FileChannel> waiting = new AtomicReference<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("checkpoint-forcer").factory());

  DiskForcer(long delayMillis) {
    this.delayMillis = delayMillis;
  }

  /** The file has new bytes; it is forced once, however often this is called meanwhile. */
  void wrote(FileChannel file) {
    if (waiting.getAndSet(file) == null) {
      var unused = thread.schedule(this::forceWaiting, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void forceWaiting() {
    FileChannel file = waiting.getAndSet(null);
    if (file != null) {
      now(file);
    }
  }

  void now(FileChannel file) {
    try {
      file.force(false);
    } catch (ClosedChannelException e) {
      LOG.debug("the file was compacted, and forced, meanwhile");
    } catch (IOException e) {
      LOG.error("The checkpoint cannot be forced to the disk: {}", e.getMessage());
    }
  }

  /** The file was replaced by one that is on the disk already. */
  void forget() {
    waiting.set(null);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
