package io.proffer.core.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters' own list of each other, by which they form their cluster: an ephemeral node per
 * master under {@code <path>-masters}. That is beside the leader's path and not below it, as some
 * Mesos clients take the first child there for the leader whatever its name.
 */
public final class MembersNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MembersNode.class);
  private static final String PREFIX = "member_";

  private final ZooKeeperSession session;
  private final String path;
  private final Member self;

  private MembersNode(ZooKeeperSession session, String path, Member self) {
    this.session = session;
    this.path = path;
    this.self = self;
  }

  /**
   * Adds a master to the list, keeps it there through lost sessions until closed, and follows the
   * list.
   *
   * @param listener told all members, oldest first, once this one is among them and then at each
   *     change, on one thread; while ZooKeeper does not answer the last list stands. Of a master
   *     that was killed and started again at the same address only the new node counts
   */
  public static MembersNode join(
      ZooKeeperLocation location,
      Member self,
      Duration sessionTimeout,
      Consumer<List<Member>> listener) {
    String path = location.path() + "-masters";
    ZooKeeperSession session = ZooKeeperSession.open(location, sessionTimeout, "members-node");
    MembersNode node = new MembersNode(session, path, self);
    EphemeralNode.keep(
        session, path + "/" + PREFIX, self.toJson(), client -> false, node::whenPublished);
    WatchedChildren.follow(session, path, PREFIX, new Members(self, listener));
    return node;
  }

  /** Takes the master off the list. */
  @Override
  public void close() {
    session.close();
  }

  long sessionId() throws Exception {
    return session.id();
  }

  /** A node of an earlier life at this address would stand until its session ran out. */
  private void whenPublished(String own) {
    session.perform(client -> deleteEarlier(client, WatchedChildren.sequence(own)));
  }

  private void deleteEarlier(CuratorFramework client, long ownSequence) throws Exception {
    SortedMap<Long, String> nodes =
        WatchedChildren.sequential(client.getChildren().forPath(path), PREFIX);
    for (String name : nodes.headMap(ownSequence).values()) {
      byte[] content = client.getData().forPath(path + "/" + name);
      if (Member.ofJson(content).filter(m -> m.remoting().equals(self.remoting())).isPresent()) {
        EphemeralNode.delete(client, path + "/" + name);
      }
    }
  }

  /** Passes on what is news. Lives on the session's thread. */
  private static final class Members implements WatchedChildren.Listener {

    private final Member self;
    private final Consumer<List<Member>> listener;
    private List<Member> told = List.of();

    Members(Member self, Consumer<List<Member>> listener) {
      this.self = self;
      this.listener = listener;
    }

    @Override
    public void children(SortedMap<Long, byte[]> bySequence) {
      List<Member> members = distinct(bySequence);
      if (members.contains(self) && !members.equals(told)) {
        told = members;
        try {
          listener.accept(members);
        } catch (RuntimeException e) {
          LOG.error("the listener for the list of masters failed", e);
        }
      }
    }

    @Override
    public void unknown() {
      LOG.warn("the list of masters cannot be read; the last one stands: {}", told);
    }

    /** The last node of an address counts, at its own place in the order. */
    private static List<Member> distinct(SortedMap<Long, byte[]> bySequence) {
      Map<String, Member> byAddress = new LinkedHashMap<>();
      bySequence.forEach(
          (sequence, json) -> {
            Optional<Member> member = Member.ofJson(json);
            if (member.isEmpty()) {
              LOG.warn("{}{} is not the node of a master", PREFIX, sequence);
              return;
            }
            byAddress.remove(member.get().remoting());
            byAddress.put(member.get().remoting(), member.get());
          });
      return new ArrayList<>(byAddress.values());
    }
  }
}
