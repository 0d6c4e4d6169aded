package io.proffer.batch.kernel;

import java.time.Instant;

/** How one index of an array fares, of which something has become already. */
public sealed interface IndexState {

  /** A task of it may run. */
  record Active(Attempt attempt, int charged, int uncharged) implements IndexState {}

  /**
   * It failed and is tried again.
   *
   * @param attempts so far
   */
  record Waiting(int attempts, int charged, int uncharged, Instant due) implements IndexState {}

  /** It ended well. */
  record Succeeded() implements IndexState {}

  /** It failed for good. */
  record Failed() implements IndexState {}
}
