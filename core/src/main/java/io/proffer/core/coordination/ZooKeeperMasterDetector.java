package io.proffer.core.coordination;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the {@link LeaderNode}s under a ZooKeeper path: the lowest number leads. */
public final class ZooKeeperMasterDetector implements MasterDetector {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperMasterDetector.class);

  private final ZooKeeperLocation location;
  private final Duration sessionTimeout;
  private @Nullable ZooKeeperSession session;

  /**
   * @param sessionTimeout how long ZooKeeper may be away before the leader counts as unknown
   */
  public ZooKeeperMasterDetector(ZooKeeperLocation location, Duration sessionTimeout) {
    this.location = location;
    this.sessionTimeout = sessionTimeout;
  }

  @Override
  public synchronized void start(Consumer<Optional<MasterInfo>> listener) {
    if (session != null) {
      throw new IllegalStateException("the detector has been started before");
    }
    session = ZooKeeperSession.open(location, sessionTimeout, "master-detector");
    WatchedChildren.follow(
        session, location.path(), LeaderNode.PREFIX, new Leader(listener, location.path()));
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
    }
  }

  synchronized long sessionId() throws Exception {
    if (session == null) {
      throw new IllegalStateException("the detector has not been started");
    }
    return session.id();
  }

  /** Passes on what is news. Lives on the session's thread. */
  private static final class Leader implements WatchedChildren.Listener {

    private final Consumer<Optional<MasterInfo>> listener;
    private final String path;
    private Optional<MasterInfo> told = Optional.empty();
    private boolean toldAnything;

    Leader(Consumer<Optional<MasterInfo>> listener, String path) {
      this.listener = listener;
      this.path = path;
    }

    @Override
    public void children(SortedMap<Long, byte[]> bySequence) {
      tell(
          bySequence.isEmpty()
              ? Optional.empty()
              : read(bySequence.firstKey(), bySequence.get(bySequence.firstKey())));
    }

    @Override
    public void unknown() {
      tell(Optional.empty());
    }

    private Optional<MasterInfo> read(long sequence, byte @Nullable [] json) {
      try {
        return Optional.of(
            MesosJson.read(json == null ? new byte[0] : json, MasterInfo.getDefaultInstance()));
      } catch (MalformedMessageException e) {
        LOG.warn("{}/{}{} names no leader: {}", path, LeaderNode.PREFIX, sequence, e.getMessage());
        return Optional.empty();
      }
    }

    private void tell(Optional<MasterInfo> leader) {
      if (toldAnything && leader.equals(told)) {
        return;
      }
      toldAnything = true;
      told = leader;
      try {
        listener.accept(leader);
      } catch (RuntimeException e) {
        LOG.error("the listener for the leader under {} failed", path, e);
      }
    }
  }
}
