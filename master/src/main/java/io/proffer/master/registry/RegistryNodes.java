package io.proffer.master.registry;

import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.core.coordination.ZooKeeperLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * The nodes of the registry: its {@link Head} at {@code <path>-registry}, and below that the parts
 * of the snapshot and the entries of the log. It is beside the leader's path and not below it, as
 * some Mesos clients take the first child there for the leader whatever its name.
 *
 * <p>Every write is of this leader's epoch or fails. One whose answer got lost is done again, which
 * is the same as done once.
 */
final class RegistryNodes {

  private static final int MAX_ATTEMPTS = 10;
  private static final Pattern NAME = Pattern.compile("(log|snapshot)-(\\d{10})(-\\d{4})?");

  private final CuratorFramework client;
  private final ZooKeeperLocation location;
  private final String root;

  /** The head as this leader wrote it last, and the version of its node. */
  private Head head = Head.NEW;

  private volatile int version;

  /** The session in which that was written. */
  private long session;

  RegistryNodes(CuratorFramework client, ZooKeeperLocation location) {
    this.client = client;
    this.location = location;
    this.root = location.path() + "-registry";
  }

  /** Where the registry is. */
  Place place() {
    return Place.inZooKeeper(
        "The registry at " + new ZooKeeperLocation(location.connect(), root, location.auth()));
  }

  Head head() {
    return head;
  }

  /**
   * From here on nobody else can write. A server may be behind the others, so an older head may be
   * read here, which then cannot be written over; to be told of the newest first saves the
   * attempts.
   */
  void claim() throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        ZooKeeperClients.sync(client, root);
        session = sessionId();
        Optional<Stat> there = Optional.ofNullable(client.checkExists().forPath(root));
        if (there.isPresent()) {
          Stat stat = new Stat();
          byte[] bytes = client.getData().storingStatIn(stat).forPath(root);
          head = Head.read(bytes, place()).claimed();
          version =
              client
                  .setData()
                  .withVersion(stat.getVersion())
                  .forPath(root, head.write())
                  .getVersion();
        } else {
          head = Head.NEW.claimed();
          client.create().creatingParentsIfNeeded().forPath(root, head.write());
          version = 0;
        }
        return;
      } catch (KeeperException.BadVersionException | KeeperException.NodeExistsException raced) {
        if (attempt == MAX_ATTEMPTS) {
          throw raced;
        }
      }
    }
  }

  /**
   * Whether what was read since the claim cannot be older than it. A session sees what it has
   * written itself, and so all that was written before, whatever server it moves to; another
   * session begins with whatever its server knows, which may be less.
   */
  boolean seesWhatItClaimed() throws Exception {
    return sessionId() == session;
  }

  private long sessionId() throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /** The highest number that a snapshot has, whole or not. */
  long highestSnapshot() throws Exception {
    long highest = head.snapshot();
    for (String child : client.getChildren().forPath(root)) {
      Matcher name = NAME.matcher(child);
      if (name.matches() && name.group(1).equals("snapshot")) {
        highest = Math.max(highest, Long.parseLong(name.group(2)));
      }
    }
    return highest;
  }

  /** The numbers of the entries of the log, in order and without a gap. */
  List<Long> log() throws Exception {
    List<Long> numbers = new ArrayList<>();
    for (String child : client.getChildren().forPath(root)) {
      Matcher name = NAME.matcher(child);
      if (name.matches() && name.group(1).equals("log")) {
        long number = Long.parseLong(name.group(2));
        if (number >= head.firstLog()) {
          numbers.add(number);
        }
      }
    }
    numbers.sort(null);
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != head.firstLog() + i) {
        throw place().damaged("its entry " + (head.firstLog() + i) + " is missing");
      }
    }
    return numbers;
  }

  byte[] entry(long number) throws Exception {
    return read(entryPath(number));
  }

  /** The parts of the snapshot, put together; empty when there is none. */
  Optional<byte[]> snapshot() throws Exception {
    if (head.snapshot() == 0) {
      return Optional.empty();
    }
    List<byte[]> parts = new ArrayList<>();
    int length = 0;
    for (int part = 0; part < head.parts(); part++) {
      byte[] bytes = read(partPath(head.snapshot(), part));
      parts.add(bytes);
      length += bytes.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return Optional.of(whole);
  }

  private byte[] read(String path) throws Exception {
    try {
      return client.getData().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      throw place().damaged(path + " is missing");
    }
  }

  void write(long entry, byte[] bytes) throws Exception {
    create(entryPath(entry), bytes);
  }

  void writePart(long snapshot, int part, byte[] bytes) throws Exception {
    create(partPath(snapshot, part), bytes);
  }

  private void create(String path, byte[] bytes) throws Exception {
    try {
      client
          .transaction()
          .forOperations(List.of(isOurs(), client.transactionOp().create().forPath(path, bytes)));
    } catch (KeeperException.NodeExistsException tried) {
      // A try before, of which it was not known that it had succeeded: nobody else can have made
      // it. The session may be another by now.
      ZooKeeperClients.sync(client, path);
      if (!Arrays.equals(read(path), bytes)) {
        throw tried;
      }
    }
  }

  private CuratorOp isOurs() throws Exception {
    return client.transactionOp().check().withVersion(version).forPath(root);
  }

  /** What is to be read is another from here on. */
  void change(Head next) throws Exception {
    try {
      version = client.setData().withVersion(version).forPath(root, next.write()).getVersion();
    } catch (KeeperException.BadVersionException raced) {
      ZooKeeperClients.sync(client, root);
      Stat stat = new Stat();
      byte[] bytes = client.getData().storingStatIn(stat).forPath(root);
      if (!Head.read(bytes, place()).equals(next)) {
        throw raced;
      }
      version = stat.getVersion(); // a try before had succeeded
    }
    head = next;
  }

  /** Removes what is not read any more, or never was. */
  void sweep() throws Exception {
    for (String child : client.getChildren().forPath(root)) {
      Matcher name = NAME.matcher(child);
      if (!name.matches()) {
        continue;
      }
      long number = Long.parseLong(name.group(2));
      boolean isOld =
          name.group(1).equals("log") ? number < head.firstLog() : number != head.snapshot();
      if (isOld) {
        remove(root + "/" + child);
      }
    }
  }

  private void remove(String path) throws Exception {
    try {
      client
          .transaction()
          .forOperations(List.of(isOurs(), client.transactionOp().delete().forPath(path)));
    } catch (KeeperException.NoNodeException e) {
      // It is gone, as wanted.
    }
  }

  private String entryPath(long number) {
    return "%s/log-%010d".formatted(root, number);
  }

  private String partPath(long snapshot, int part) {
    return "%s/snapshot-%010d-%04d".formatted(root, snapshot, part);
  }
}
