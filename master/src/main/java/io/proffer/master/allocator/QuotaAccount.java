package io.proffer.master.allocator;

/** What the allocator knows about the quota of a top-level role, in thousandths by scalar. */
final class QuotaAccount {
  /** Of a limit: there is none. */
  static final long UNLIMITED = Long.MAX_VALUE;

  final String role;
  private long[] guarantees = new long[0];
  private long[] limits = new long[0];

  /** What is reserved to it, or held by it otherwise. */
  private long[] consumed = new long[0];

  QuotaAccount(String role) {
    this.role = role;
  }

  void settle(long[] guaranteed, long[] limited) {
    guarantees = guaranteed;
    limits = limited;
  }

  void consume(long[] quantities, int sign) {
    consumed = ScalarNames.plus(consumed, quantities, sign);
  }

  /** Whether it takes nothing and nothing is said about it. */
  boolean isIdle() {
    return guarantees.length == 0 && limits.length == 0 && ScalarNames.isZero(consumed);
  }

  boolean hasQuota() {
    return guarantees.length > 0 || limits.length > 0;
  }

  boolean isLimited() {
    return limits.length > 0;
  }

  /** What it is short of what it is guaranteed. */
  long unmet(int slot) {
    return Math.max(0, ScalarNames.at(guarantees, slot) - ScalarNames.at(consumed, slot));
  }

  boolean hasUnmet() {
    for (int slot = 0; slot < guarantees.length; slot++) {
      if (unmet(slot) > 0) {
        return true;
      }
    }
    return false;
  }

  /** How many scalars there is something to say about. */
  int slots() {
    return Math.max(guarantees.length, limits.length);
  }

  /** What is left below the limit. */
  long room(int slot) {
    long limit = slot < limits.length ? limits[slot] : UNLIMITED;
    return limit == UNLIMITED ? UNLIMITED : Math.max(0, limit - ScalarNames.at(consumed, slot));
  }
}
