package io.proffer.sdk.testkit.engine;

/** What a {@link Network} can do to messages and connections. */
public enum Mishap {
  /** A message was slower than usual. */
  DELAYED,
  /** A message was lost while its connection lived on. */
  DROPPED,
  /** A message arrived twice. */
  DUPLICATED,
  /** A message was let out of the order of its connection. */
  REORDERED,
  /** A connection broke with what was under way. */
  BROKEN,
  /** Messages waited for a way that was cut. */
  STALLED,
  /** A connection ended because nothing got through for too long. */
  TIMED_OUT,
  /** Nobody answered at the other end. */
  REFUSED
}
