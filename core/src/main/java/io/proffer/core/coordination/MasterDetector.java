package io.proffer.core.coordination;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.MasterInfo;

/** Says which master leads, now and whenever that changes. */
public interface MasterDetector extends AutoCloseable {

  /**
   * Begins to tell the leader: at once, or as soon as it is known, and then at each change. Empty
   * means that none leads or that none can be seen, and is told also while ZooKeeper does not
   * answer. May be called once.
   *
   * @param listener called on a thread of the detector's own, one call after the other; it must not
   *     block for long, and what it throws is logged and dropped
   */
  void start(Consumer<Optional<MasterInfo>> listener);

  /** Ends the telling; a call that is running may still end. */
  @Override
  void close();

  /**
   * The detector for a {@code --master} flag.
   *
   * @param master {@code zk://host:port/path}, {@code host:port} or {@code http://host:port}
   * @throws IllegalArgumentException when it is none of these; the message says what is wrong
   */
  static MasterDetector of(String master) {
    return master.strip().startsWith("zk:")
        ? new ZooKeeperMasterDetector(
            ZooKeeperLocation.parse(master), ZooKeeperClients.SESSION_TIMEOUT)
        : StandaloneMasterDetector.parse(master);
  }

  /**
   * Checks what a {@code --master} flag says, without making anything of it.
   *
   * @throws IllegalArgumentException as {@link #of} does
   */
  static void requireWellFormed(String master) {
    if (master.strip().startsWith("zk:")) {
      ZooKeeperLocation.parse(master);
    } else {
      HostPort.ofMaster(master);
    }
  }
}
