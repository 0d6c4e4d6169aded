package io.proffer.master;

import io.proffer.core.security.Realm;
import io.proffer.master.actor.BuildInfo;
import io.proffer.master.actor.MasterFlags;
import io.proffer.master.actor.MasterSelf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;

/** Finds out what a master says about itself. */
final class SelfDescription {

  private SelfDescription() {}

  static MasterSelf of(MasterOptions options, int port) {
    String hostname = hostname(options);
    String ip = ip(options, hostname);
    SortedMap<String, String> flags = MasterFlags.of(options.settings());
    flags.put("cluster", options.clusterName());
    flags.put("hostname", hostname);
    flags.put("ip", options.bindHost());
    flags.put("port", Integer.toString(port));
    flags.put("work_dir", options.workDir().toString());
    options
        .authentication()
        .ifPresent(known -> known.required().forEach(realm -> flags.put(flag(realm), "true")));
    options.log().ifPresent(file -> flags.put("external_log_file", file.toString()));
    options.zooKeeper().ifPresent(zk -> flags.put("zk", "zk://" + zk.connect() + zk.path()));
    return new MasterSelf(
        hostname,
        ip,
        port,
        options.clusterName(),
        Instant.now(),
        Collections.unmodifiableSortedMap(flags),
        BuildInfo.load(),
        options.log());
  }

  /** As Mesos calls it. */
  private static String flag(Realm realm) {
    return switch (realm) {
      case READONLY -> "authenticate_http_readonly";
      case READWRITE -> "authenticate_http_readwrite";
      case SCHEDULER -> "authenticate_http_frameworks";
      case AGENT -> "authenticate_agents";
    };
  }

  /** By which the other masters, agents and clients reach this one. */
  static String hostname(MasterOptions options) {
    return options
        .advertisedHostname()
        .orElseGet(() -> isWildcard(options.bindHost()) ? localHostname() : options.bindHost());
  }

  private static boolean isWildcard(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String localHostname() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  private static String ip(MasterOptions options, String hostname) {
    try {
      InetAddress bound = InetAddress.getByName(options.bindHost());
      return bound.isAnyLocalAddress()
          ? InetAddress.getByName(hostname).getHostAddress()
          : bound.getHostAddress();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }
}
