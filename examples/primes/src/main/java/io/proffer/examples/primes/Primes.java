package io.proffer.examples.primes;

import static io.proffer.sdk.TaskBuilder.task;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has the primes below some bounds counted, all in one process for each agent. */
public final class Primes implements Scheduler {
  private final String executor;
  private final Deque<Long> waiting;
  private final int wanted;
  private final Map<Long, Long> counts = new TreeMap<>();

  /**
   * @param executor the command that starts a {@link PrimeExecutor}
   */
  public Primes(String executor, List<Long> bounds) {
    this.executor = executor;
    this.waiting = new ArrayDeque<>(bounds);
    this.wanted = bounds.size();
  }

  @Override
  public boolean wantsOffers() {
    return !waiting.isEmpty();
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    while (!waiting.isEmpty() && launch(offers, waiting.getFirst())) {
      waiting.removeFirst();
    }
  }

  private boolean launch(Offers offers, long bound) {
    return offers
        .launch(
            task("below-" + bound)
                .executor("primes", executor)
                .data(ByteString.copyFromUtf8(Long.toString(bound)))
                .memMb(128))
        .placed();
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    if (update.isFailed()) {
      driver.fail(update.toString());
    } else if (update.isFinished()) {
      long primes = Long.parseLong(update.status().getData().toStringUtf8());
      counts.put(bound(update.task()), primes);
      System.out.println(primes + " primes " + update.task());
      if (counts.size() == wanted) {
        driver.teardown();
      }
    }
  }

  private static long bound(TaskId task) {
    return Long.parseLong(task.value().substring("below-".length()));
  }

  /** How many primes there are below each bound, as far as counted. */
  public Map<Long, Long> counts() {
    return Map.copyOf(counts);
  }

  /** The command that starts the executor on a machine that has this program where it is here. */
  public static String localExecutor() {
    return "exec '%s' -cp '%s' %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            PrimeExecutor.class.getName());
  }

  public static void main(String[] args) {
    Primes primes = new Primes(localExecutor(), List.of(10L, 1_000L, 100_000L, 1_000_000L));
    Proffer.framework("primes").master(args.length > 0 ? args[0] : "127.0.0.1:5050").run(primes);
  }
}
