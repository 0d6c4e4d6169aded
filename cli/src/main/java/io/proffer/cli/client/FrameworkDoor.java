package io.proffer.cli.client;

import io.proffer.cli.config.LoginTokens;
import java.net.URI;
import java.util.Optional;

/**
 * Where a framework is asked, and what is shown there: itself, or the master that leads to it. Safe
 * for use by several threads.
 */
final class FrameworkDoor {

  private final Optional<MasterClient> master;
  private final String path;
  private volatile At at;

  /**
   * Where to ask now.
   *
   * @param uri scheme, host and port, and what comes before each path
   * @param authorization what is shown there, if anything
   */
  record At(URI uri, Optional<String> authorization) {}

  private FrameworkDoor(Optional<MasterClient> master, String path, At at) {
    this.master = master;
    this.path = path;
    this.at = at;
  }

  /**
   * @param address scheme, host and port; and a path where a master leads to it
   * @param tokens what masters gave, of which theirs is shown to them
   */
  static FrameworkDoor of(URI address, Optional<LoginTokens> tokens) {
    String path = address.getRawPath();
    if (path.isEmpty()) {
      return new FrameworkDoor(Optional.empty(), path, new At(address, Optional.empty()));
    }
    String authority = address.getScheme() + "://" + address.getRawAuthority();
    MasterClient unknown = new MasterClient(MasterUrl.parse(authority));
    MasterClient master = tokens.map(unknown::showing).orElse(unknown);
    return new FrameworkDoor(Optional.of(master), path, through(master, path));
  }

  private static At through(MasterClient master, String path) {
    return new At(URI.create(master.address().uri() + path), master.shown());
  }

  /** Where to ask now. */
  At at() {
    return at;
  }

  /** Whether a master leads there. */
  boolean isBehindMaster() {
    return master.isPresent();
  }

  /**
   * Where a master leads no more, finds the one that does. What it answers may be the framework's
   * own: that is not followed, lest it be shown what is for masters.
   *
   * @param asked where that was so
   * @return whether there is another place to ask
   */
  synchronized boolean followLeader(At asked) {
    if (master.isPresent() && at.equals(asked)) {
      master.get().call("GET_HEALTH"); // is sent on to the leader
      at = through(master.get(), path);
    }
    return !at.equals(asked);
  }
}
