package io.proffer.service.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** When which instance is looked at next. In memory only: a new process looks anew. */
final class PollTimes {

  /** How much later than it should an answer may come. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private record Key(String taskId, Poll.Check check) {}

  private final Map<Key, Instant> due = new LinkedHashMap<>();

  /** Whether to look now, for the first time or again; if so, an answer is waited for. */
  boolean begin(String taskId, Poll.Check check, Duration timeout, Instant now) {
    Key key = new Key(taskId, check);
    if (due.getOrDefault(key, now).isAfter(now)) {
      return false;
    }
    due.put(key, now.plus(timeout).plus(PATIENCE));
    return true;
  }

  /** An answer has come: the next look is later. */
  void answered(Poll poll, Duration interval, Instant now) {
    due.replace(new Key(poll.taskId(), poll.check()), now.plus(interval));
  }

  /** Forgets those that are not looked at any more. */
  void keep(Predicate<String> taskId) {
    due.keySet().removeIf(key -> !taskId.test(key.taskId()));
  }
}
