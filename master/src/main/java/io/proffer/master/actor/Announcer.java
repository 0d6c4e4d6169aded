package io.proffer.master.actor;

import org.apache.mesos.v1.Protos.MasterInfo;

/** Tells the world who leads. */
public interface Announcer {

  /**
   * Announces a leader, until the result is closed. Does not wait.
   *
   * @param announced run when others can know it, and again whenever it was announced anew
   */
  AutoCloseable announce(MasterInfo leader, Runnable announced);

  /** For a master that is alone and that nobody looks for: its address is all that clients have. */
  static Announcer toNobody() {
    return (leader, announced) -> {
      announced.run();
      return () -> {};
    };
  }
}
