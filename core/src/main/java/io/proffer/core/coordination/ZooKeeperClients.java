package io.proffer.core.coordination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.curator.RetryPolicy;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/** Clients of a ZooKeeper location, all set up alike. */
public final class ZooKeeperClients {

  /** As Mesos has it. */
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  private static final int MIN_RETRY_MS = 50;
  private static final int MAX_RETRY_MS = 1000;
  private static final int MAX_RETRIES = 5;

  private ZooKeeperClients() {}

  /**
   * A started client, which connects in the background and may be used at once. With a user, nodes
   * it creates may be changed by that user only and read by all; without one, they are open.
   *
   * @param sessionTimeout how long the client may be cut off before its ephemeral nodes go; servers
   *     have bounds of their own for it
   */
  public static CuratorFramework open(ZooKeeperLocation location, Duration sessionTimeout) {
    return open(
        location,
        sessionTimeout,
        new BoundedExponentialBackoffRetry(MIN_RETRY_MS, MAX_RETRY_MS, MAX_RETRIES));
  }

  static CuratorFramework open(
      ZooKeeperLocation location, Duration sessionTimeout, RetryPolicy retries) {
    int timeoutMs = Math.toIntExact(sessionTimeout.toMillis());
    CuratorFrameworkFactory.Builder client =
        CuratorFrameworkFactory.builder()
            .connectString(location.connect())
            .sessionTimeoutMs(timeoutMs)
            .connectionTimeoutMs(timeoutMs / 2)
            .retryPolicy(retries)
            .aclProvider(acls(location.auth().isPresent()))
            .ensembleTracker(false)
            .dontUseContainerParents();
    location
        .auth()
        .ifPresent(auth -> client.authorization("digest", auth.getBytes(StandardCharsets.UTF_8)));
    CuratorFramework built = client.build();
    built.start();
    return built;
  }

  /**
   * Returns when the server that the client talks to knows all that any had been told: what is read
   * next, in the same session, is not older. It waits as reads do, but does not tell of nodes that
   * are not there.
   */
  public static void sync(CuratorFramework client, String path) throws Exception {
    Questions questions = new Questions(client);
    client.sync().inBackground(questions.ask(event -> {})).forPath(path);
    questions.await();
  }

  private static ACLProvider acls(boolean withUser) {
    List<ACL> acls = new ArrayList<>();
    if (withUser) {
      acls.addAll(ZooDefs.Ids.CREATOR_ALL_ACL);
      acls.addAll(ZooDefs.Ids.READ_ACL_UNSAFE);
    } else {
      acls.addAll(ZooDefs.Ids.OPEN_ACL_UNSAFE);
    }
    // Not List.copyOf: ZooKeeper's client asks lists whether they contain null.
    return new FixedAcls(Collections.unmodifiableList(acls));
  }

  private record FixedAcls(List<ACL> acls) implements ACLProvider {
    @Override
    public List<ACL> getDefaultAcl() {
      return acls;
    }

    @Override
    public List<ACL> getAclForPath(String path) {
      return acls;
    }
  }
}
