package io.proffer.core.security;

import io.proffer.core.bounded.BoundedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How often a secret may be guessed: {@link #AT_ONCE} times, and then once in {@link #ONE_EACH},
 * for each address and for each principal. Who has proved himself at an address has a count of his
 * own there: whatever others guess, there or elsewhere, does not lock him out. So an attacker can
 * keep out only who comes from an address for the first time, and with the principal that is
 * attacked.
 *
 * <p>The time is an argument. What is kept is bounded: of addresses and of names that nobody has
 * those are forgotten that were not heard of for longest. The counts of those who are known are
 * never forgotten, so that it is no use to make up many names. Safe for use by several threads.
 */
public final class Attempts {

  /** So many wrong ones are compared at once. */
  public static final int AT_ONCE = 20;

  /** After them, one is in each such span. */
  public static final Duration ONE_EACH = Duration.ofSeconds(6);

  /** Of each sort so many are remembered. */
  static final int MAX_KEPT = 10_000;

  private static final Duration MOST = ONE_EACH.multipliedBy(AT_ONCE);

  private final Predicate<String> known;

  // Each instant is the one at which all attempts are there again.
  private final Map<String, Instant> addresses = BoundedMap.ofLastUsed(MAX_KEPT);
  private final Map<String, Instant> principals = new HashMap<>();
  private final Map<String, Instant> strangers = BoundedMap.ofLastUsed(MAX_KEPT);
  private final Map<Acquaintance, Instant> acquaintances = BoundedMap.ofLastUsed(MAX_KEPT);

  private record Acquaintance(String principal, String address) {}

  /**
   * @param known whether there is a principal of a name; of not too many
   */
  public Attempts(Predicate<String> known) {
    this.known = known;
  }

  /**
   * Somebody has shown a secret.
   *
   * @param address whence it comes; of IPv6, where one has billions of them, the network counts
   * @param right whether it is the principal's
   * @return zero if he may be told; otherwise he must not be, and may try again after so long
   */
  public synchronized Duration judge(String principal, String address, boolean right, Instant now) {
    String place = place(address);
    Acquaintance acquaintance = new Acquaintance(principal, place);
    if (acquaintances.containsKey(acquaintance)) {
      Duration wait = wait(acquaintances, acquaintance, now);
      if (wait.isZero() && !right) {
        take(acquaintances, acquaintance, now);
      }
      return wait;
    }
    Map<String, Instant> named = known.test(principal) ? principals : strangers;
    Duration here = wait(addresses, place, now);
    Duration anywhere = wait(named, principal, now);
    if (here.isZero() && anywhere.isZero()) {
      if (right) {
        acquaintances.put(acquaintance, now);
      } else {
        take(addresses, place, now);
        take(named, principal, now);
      }
    }
    return here.compareTo(anywhere) > 0 ? here : anywhere;
  }

  private static <K> Duration wait(Map<K, Instant> counts, K key, Instant now) {
    Duration needed = Duration.between(now, full(counts, key, now)).plus(ONE_EACH).minus(MOST);
    return needed.isNegative() ? Duration.ZERO : needed;
  }

  private static <K> void take(Map<K, Instant> counts, K key, Instant now) {
    counts.put(key, full(counts, key, now).plus(ONE_EACH));
  }

  /** Never further away than it can be: a clock that was set back locks nobody out for longer. */
  private static <K> Instant full(Map<K, Instant> counts, K key, Instant now) {
    Instant at = counts.getOrDefault(key, now);
    Instant latest = now.plus(MOST);
    if (at.isAfter(latest)) {
      counts.put(key, latest);
      return latest;
    }
    return at.isBefore(now) ? now : at;
  }

  /** Of an IPv6 address the first 64 bits, which one customer of a provider has. */
  private static String place(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.split(":", -1);
    return groups.length < 5
        ? address
        : String.join(":", groups[0], groups[1], groups[2], groups[3]);
  }
}
