package io.proffer.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.actor.SchedulerException;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.concurrent.Await;

/** In a real actor system, which makes it as its configuration says. */
class TicklessSchedulerTest {

  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LATER = Duration.ofMillis(200);
  private static final Duration NEVER = Duration.ofHours(1);

  private final ActorSystem system =
      ActorSystem.create(
          "tickless",
          ConfigFactory.parseString(
                  "akka.scheduler.implementation = \"io.proffer.actors.TicklessScheduler\"")
              .withFallback(ConfigFactory.load()));
  private final Scheduler scheduler = system.scheduler();

  @AfterEach
  void end() throws Exception {
    system.terminate();
    Await.result(system.whenTerminated(), scala.concurrent.duration.Duration.apply("20s"));
  }

  @Test
  void whatIsDueRunsOnceAndNotBefore() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    long start = System.nanoTime();

    Cancellable timer = scheduler.scheduleOnce(SOON, ran::countDown, system.dispatcher());

    await(ran);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SOON.toNanos());
    assertThat(timer.cancel()).isFalse();
    assertThat(timer.isCancelled()).isFalse();
  }

  @Test
  void whatIsCancelledDoesNotRun() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    Cancellable timer = scheduler.scheduleOnce(LATER, () -> ran.set(true), system.dispatcher());

    assertThat(timer.cancel()).isTrue();

    assertThat(timer.cancel()).isFalse();
    assertThat(timer.isCancelled()).isTrue();
    pass(LATER.plus(SOON));
    assertThat(ran).isFalse();
  }

  @Test
  void whatRepeatsDoesSoUntilItIsCancelled() throws Exception {
    CountDownLatch thrice = new CountDownLatch(3);
    AtomicInteger after = new AtomicInteger();
    AtomicBoolean cancelled = new AtomicBoolean();
    Cancellable timer =
        scheduler.scheduleAtFixedRate(
            Duration.ZERO,
            SOON,
            () -> {
              thrice.countDown();
              if (cancelled.get()) {
                after.incrementAndGet();
              }
            },
            system.dispatcher());
    await(thrice);

    assertThat(timer.cancel()).isTrue();
    cancelled.set(true);

    pass(LATER);
    assertThat(after.get()).isLessThanOrEqualTo(1); // the one that was running
  }

  @Test
  void whatFailsIsNotRepeated() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    Cancellable timer =
        scheduler.scheduleAtFixedRate(
            Duration.ZERO,
            SOON,
            () -> {
              times.incrementAndGet();
              ran.countDown();
              throw new SchedulerException("planned");
            },
            system.dispatcher());

    await(ran);
    pass(LATER);

    assertThat(times).hasValue(1);
    assertThat(timer.isCancelled()).isTrue();
  }

  @Test
  void nothingIsLookedAtBeforeItIsDue() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    scheduler.scheduleOnce(NEVER, () -> {}, system.dispatcher());
    pass(SOON);
    long before = wakeUps();

    scheduler.scheduleOnce(LATER.multipliedBy(2), ran::countDown, system.dispatcher());
    await(ran);

    assertThat(wakeUps() - before).isLessThanOrEqualTo(3);
  }

  @Test
  void theEndForgetsWhatIsNotDueButForWhatIsForTheEnd() throws Exception {
    AtomicBoolean forgotten = new AtomicBoolean();
    CountDownLatch atTheEnd = new CountDownLatch(1);
    scheduler.scheduleOnce(NEVER, () -> forgotten.set(true), system.dispatcher());
    Scheduler.TaskRunOnClose last = atTheEnd::countDown;
    scheduler.scheduleOnce(NEVER, last, system.dispatcher());

    end();

    await(atTheEnd);
    assertThat(forgotten).isFalse();
    assertThatThrownBy(() -> scheduler.scheduleOnce(SOON, () -> {}, system.dispatcher()))
        .isInstanceOf(SchedulerException.class);
  }

  /** Lets real time pass, by the scheduler's own clock. */
  private void pass(Duration time) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    scheduler.scheduleOnce(time, over::countDown, system.dispatcher());
    await(over);
  }

  private static void await(CountDownLatch latch) throws Exception {
    if (!latch.await(20, TimeUnit.SECONDS)) {
      throw new TimeoutException();
    }
  }

  /** How often the thread of the timers has slept. */
  private static long wakeUps() {
    return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .filter(thread -> thread.getThreadName().startsWith("tickless-scheduler"))
        .mapToLong(ThreadInfo::getWaitedCount)
        .max()
        .orElseThrow();
  }
}
