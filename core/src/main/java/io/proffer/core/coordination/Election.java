package io.proffer.core.coordination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects one of several processes: each has an ephemeral node with its address under {@code
 * <path>/_leader}, and the one that has been there longest leads. Who was cut off for longer than
 * its session does not lead any more when it is told so late: what it does must be guarded, as
 * {@link ZooKeeperValues#claim} does.
 */
public final class Election implements AutoCloseable {

  /** Told on one thread, each time something has changed. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Somebody else leads, or this process does.
     *
     * @param leader its address; empty while nobody is known to lead
     * @param self whether that is this process
     */
    void elected(Optional<String> leader, boolean self);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final String PREFIX = "candidate_";

  private final ZooKeeperSession session;
  private final String path;
  private final String address;
  private final Listener listener;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();

  /** On the session's thread only. */
  private String own = "";

  private Optional<String> toldLeader = Optional.empty();
  private boolean toldSelf;
  private SortedMap<Long, byte[]> candidates = new TreeMap<>();

  private Election(ZooKeeperSession session, String path, String address, Listener listener) {
    this.session = session;
    this.path = path;
    this.address = address;
    this.listener = listener;
  }

  /**
   * Joins, until closed.
   *
   * @param address of this process, as others reach it; another candidate of that address is an
   *     earlier life of it and is taken off the list
   * @param sessionTimeout how long after its death a process still leads
   */
  public static Election join(
      ZooKeeperLocation location, String address, Duration sessionTimeout, Listener listener) {
    String path = location.path() + "/_leader";
    ZooKeeperSession session = ZooKeeperSession.open(location, sessionTimeout, "election");
    Election election = new Election(session, path, address, listener);
    EphemeralNode.keep(
        session,
        path + "/" + PREFIX,
        address.getBytes(StandardCharsets.UTF_8),
        client -> false,
        election::published);
    WatchedChildren.follow(session, path, PREFIX, election.new Candidates());
    return election;
  }

  /** Completes when this process is a candidate. */
  public CompletableFuture<Void> joined() {
    return joined.copy();
  }

  /** Gives up the lead, if this process has it, and queues again behind the others. */
  public void resign() {
    session.perform(
        client -> {
          if (!own.isEmpty()) {
            EphemeralNode.delete(client, own);
          }
        });
  }

  /** Leaves. */
  @Override
  public void close() {
    session.close();
  }

  private void published(String node) {
    own = node;
    session.perform(client -> deleteEarlier(client, WatchedChildren.sequence(node)));
    joined.complete(null);
    tell();
  }

  private void deleteEarlier(CuratorFramework client, long sequence) throws Exception {
    SortedMap<Long, String> nodes =
        WatchedChildren.sequential(client.getChildren().forPath(path), PREFIX);
    for (String name : nodes.headMap(sequence).values()) {
      byte[] content = client.getData().forPath(path + "/" + name);
      if (address.equals(new String(content, StandardCharsets.UTF_8))) {
        EphemeralNode.delete(client, path + "/" + name);
      }
    }
  }

  private void tell() {
    Optional<String> leader = Optional.empty();
    boolean self = false;
    if (!candidates.isEmpty()) {
      long first = candidates.firstKey();
      leader = Optional.of(new String(candidates.get(first), StandardCharsets.UTF_8));
      self = !own.isEmpty() && WatchedChildren.sequence(own) == first;
    }
    if (!leader.equals(toldLeader) || self != toldSelf) {
      toldLeader = leader;
      toldSelf = self;
      LOG.info("{}: {} leads", path, self ? "this process" : leader.orElse("nobody"));
      try {
        listener.elected(leader, self);
      } catch (RuntimeException failure) {
        LOG.error("the listener of the election failed", failure);
      }
    }
  }

  private final class Candidates implements WatchedChildren.Listener {

    @Override
    public void children(SortedMap<Long, byte[]> bySequence) {
      candidates = bySequence;
      tell();
    }

    @Override
    public void unknown() {
      candidates = new TreeMap<>();
      tell();
    }
  }
}
