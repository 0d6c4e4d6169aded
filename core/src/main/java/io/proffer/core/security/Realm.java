package io.proffer.core.security;

/** What is asked for together: each part of a port's paths, named as Mesos names it. */
public enum Realm {
  /** What tells of the cluster and changes nothing. */
  READONLY("mesos-master-readonly"),
  /** What changes the cluster; the whole operator API is of these, as in Mesos. */
  READWRITE("mesos-master-readwrite"),
  /** The scheduler API. */
  SCHEDULER("mesos-master-scheduler"),
  /** The link of agents, which Mesos has not over HTTP. */
  AGENT("proffer-master-agent");

  private final String wireName;

  Realm(String wireName) {
    this.wireName = wireName;
  }

  /** As it is named in {@code WWW-Authenticate}. */
  public String wireName() {
    return wireName;
  }
}
