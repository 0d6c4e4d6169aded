package io.proffer.master;

import io.proffer.core.coordination.LeaderNode;
import io.proffer.core.coordination.Member;
import io.proffer.core.coordination.MembersNode;
import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.coordination.ZooKeeperMasterDetector;
import io.proffer.master.actor.Announcer;
import io.proffer.master.actor.ClusterNode;
import io.proffer.master.actor.LeaderTerm;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.MasterSelf;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this master in the cluster of masters: joins it, comes back after having been cut off, and
 * gives up a cluster that the others are not in. The masters know each other by their list in
 * ZooKeeper; the first of it may begin a cluster, all others join. A master without ZooKeeper is a
 * cluster of its own.
 */
final class Membership {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private static final Duration SESSION = ZooKeeperClients.SESSION_TIMEOUT;
  private static final long CHECK_MS = 500;
  private static final long REJOIN_MS = 1000;
  private static final long JOIN_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Longer than it takes to notice that a member is no more, on both sides. */
  private static final long SPLIT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final MasterOptions options;
  private final MasterSelf self;
  private final Leadership leadership;
  private final LeaderTerm term;
  private final Optional<ZooKeeperMasterDetector> detector;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("proffer-master-membership").daemon().factory());

  // What follows belongs to the thread, but for the node, which is also read by whoever closes.
  private volatile ClusterNode node;
  private @Nullable MembersNode listed;
  private List<String> masters = List.of();
  private List<String> joined = List.of();
  private long joinedAt;
  private long splitSince;
  private volatile boolean closing;

  private Membership(
      MasterOptions options,
      MasterSelf self,
      Leadership leadership,
      ClusterNode first,
      Function<Announcer, LeaderTerm> terms) {
    this.options = options;
    this.self = self;
    this.leadership = leadership;
    this.term =
        terms.apply(
            inTheLog(
                options.zooKeeper().map(Membership::inZooKeeper).orElse(Announcer.toNobody())));
    this.detector =
        options.zooKeeper().map(location -> new ZooKeeperMasterDetector(location, SESSION));
    this.detector.ifPresent(d -> d.start(leadership::detected));
    this.node = first;
    leadership.onUnable(() -> thread.execute(this::leaveTheLead));
    prepare(first);
  }

  /**
   * @param first a member that has joined nothing yet
   */
  static Membership start(
      MasterOptions options,
      MasterSelf self,
      Leadership leadership,
      ClusterNode first,
      Function<Announcer, LeaderTerm> terms) {
    Membership membership = new Membership(options, self, leadership, first, terms);
    membership.thread.execute(membership::enlist);
    var unused =
        membership.thread.scheduleWithFixedDelay(
            membership::check, CHECK_MS, CHECK_MS, TimeUnit.MILLISECONDS);
    return membership;
  }

  private static Announcer inTheLog(Announcer announcer) {
    return (leader, announced) -> {
      LOG.info("Leading as {} at {}", leader.getId(), leader.getPid());
      AutoCloseable announcement = announcer.announce(leader, announced);
      return () -> {
        LOG.info("Leading no more as {}", leader.getId());
        announcement.close();
      };
    };
  }

  private static Announcer inZooKeeper(ZooKeeperLocation location) {
    return (leader, announced) -> {
      LeaderNode leaderNode = LeaderNode.publish(location, leader, SESSION);
      var unused = leaderNode.published().thenRun(announced);
      return leaderNode;
    };
  }

  private void prepare(ClusterNode started) {
    started.leadWith(term);
    var unused = started.terminated().thenRun(() -> onTerminated(started));
  }

  /** Tells the others where this one is, and follows who they are. */
  private void enlist() {
    if (options.zooKeeper().isEmpty()) {
      leadership.known(List.of(self.hostname() + ":" + self.port()));
      onMasters(List.of(node.remoting()));
      return;
    }
    listed =
        MembersNode.join(
            options.zooKeeper().get(),
            new Member(node.remoting(), self.hostname() + ":" + self.port()),
            SESSION,
            members -> thread.execute(() -> onMembers(members)));
  }

  /** A master that was killed and started again may be listed twice: its later life counts. */
  private void onMembers(List<Member> oldestFirst) {
    Map<String, Member> byPort = new LinkedHashMap<>();
    for (Member member : oldestFirst) {
      byPort.remove(member.http());
      byPort.put(member.http(), member);
    }
    leadership.known(List.copyOf(byPort.keySet()));
    onMasters(byPort.values().stream().map(Member::remoting).toList());
  }

  private void onMasters(List<String> oldestFirst) {
    masters = oldestFirst;
    check();
  }

  /** What the state of the cluster calls for. Called again and again; never throws. */
  private void check() {
    try {
      if (closing || masters.isEmpty()) {
        return;
      }
      if (node.isMember()) {
        checkForSplit();
      } else if (!masters.equals(joined) || since(joinedAt) > JOIN_PATIENCE_NANOS) {
        joined = masters;
        joinedAt = System.nanoTime();
        node.join(masters);
      }
    } catch (RuntimeException e) {
      LOG.error("The membership in the cluster of masters could not be checked", e);
    }
  }

  /** Two clusters may come to be while ZooKeeper loses sessions: the older master's one stays. */
  private void checkForSplit() {
    boolean together = node.members().contains(masters.get(0));
    if (together || splitSince == 0) {
      splitSince = together ? 0 : System.nanoTime();
    } else if (since(splitSince) > SPLIT_PATIENCE_NANOS) {
      LOG.warn("{} is in another cluster of masters: joining that one", masters.get(0));
      splitSince = 0;
      var unused = node.leave();
    }
  }

  /** Lets another master try what this one cannot; one that is alone tries it again itself. */
  private void leaveTheLead() {
    if (!closing && masters.size() > 1 && node.isMember()) {
      LOG.warn("This master leaves the lead to another");
      var unused = node.leave();
    }
  }

  private void onTerminated(ClusterNode ended) {
    if (!closing) {
      LOG.warn("This master is no more in the cluster of masters: joining anew");
      var unused = thread.schedule(() -> replace(ended), REJOIN_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void replace(ClusterNode ended) {
    if (closing || node != ended) {
      return;
    }
    delist();
    masters = List.of();
    joined = List.of();
    node = ended.anew();
    prepare(node);
    enlist();
  }

  private void delist() {
    if (listed != null) {
      listed.close();
      listed = null;
    }
  }

  /** Leaves in good order, so that another master leads at once. */
  void leave(Duration patience) {
    close();
    try {
      node.leave().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      node.abandon();
    } catch (ExecutionException | TimeoutException e) {
      node.abandon();
    }
  }

  /** Is gone without telling anybody. */
  void abandon() {
    close();
    node.abandon();
  }

  private void close() {
    closing = true;
    thread.execute(this::delist);
    thread.shutdown();
    detector.ifPresent(ZooKeeperMasterDetector::close);
  }

  private static long since(long nanos) {
    return System.nanoTime() - nanos;
  }
}
