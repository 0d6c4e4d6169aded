package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerRunsTest {

  private final CallerRuns callers = new CallerRuns();
  private final List<String> done = new ArrayList<>();

  @Test
  void whatIsToBeDoneInATurnIsDoneAtItsEndByTheSameThread() {
    Thread caller = Thread.currentThread();
    callers.execute(
        () -> {
          assertThat(
                  callers.take(() -> done.add(Thread.currentThread() == caller ? "mine" : "not")))
              .isTrue();
          done.add("turn");
        });

    assertThat(done).containsExactly("turn", "mine");
  }

  @Test
  void nothingIsTakenWhereNobodyHasATurn() {
    assertThat(callers.take(() -> done.add("work"))).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void whatComesWhenTheTurnIsOverIsForOthers() {
    List<Boolean> taken = new ArrayList<>();
    callers.execute(() -> callers.take(() -> taken.add(callers.take(() -> done.add("more")))));

    assertThat(taken).containsExactly(false);
    assertThat(done).isEmpty();
  }

  @Test
  void aTurnWithinATurnIsTheSame() {
    callers.execute(
        () -> {
          callers.execute(() -> callers.take(() -> done.add("work")));
          done.add("turn");
        });

    assertThat(done).containsExactly("turn", "work");
  }

  @Test
  void aTurnThatFailsLosesNothing() {
    assertThatThrownBy(
            () ->
                callers.execute(
                    () -> {
                      callers.take(() -> done.add("work"));
                      throw new IllegalStateException("planned");
                    }))
        .hasMessage("planned");
    assertThat(done).containsExactly("work");
    assertThat(callers.take(() -> done.add("later"))).isFalse();
  }

  @Test
  void anErrorThatIsToEndTheProcessIsNotLeftToTheCaller() throws Exception {
    CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    ExecutorService threads =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work);
              thread.setUncaughtExceptionHandler((in, why) -> uncaught.complete(why));
              return thread;
            });
    try (CallerRunsExecutor.Pool pool = new CallerRunsExecutor.Pool(threads, callers)) {
      callers.execute(
          () ->
              pool.execute(
                  () -> {
                    throw new LinkageError("planned");
                  }));

      assertThat(uncaught.get(20, TimeUnit.SECONDS)).hasMessage("planned");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "http"})
  void mastersAreConfiguredSo(String system) {
    Config config =
        ConfigFactory.parseResources(
            ClusterNode.class, "/io/proffer/master/%s.conf".formatted(system));
    assertThat(config.getString("akka.actor.default-dispatcher.executor"))
        .isEqualTo(CallerRunsExecutor.class.getName());
  }

  @Nested
  class WithActors {

    private final Config config =
        ConfigFactory.parseResources(ClusterNode.class, "/io/proffer/master/http.conf")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();

    /** How many messages an actor takes before it lets others have the thread. */
    private final int atOnce = config.getInt("akka.actor.default-dispatcher.throughput");

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Of each message it is told it says by which thread. */
    private ActorSystem<CompletableFuture<Thread>> actor() throws Exception {
      ActorSystem<CompletableFuture<Thread>> actor =
          ActorSystem.create(
              Behaviors.receiveMessage(
                  message -> {
                    threads.add(Thread.currentThread());
                    message.complete(Thread.currentThread());
                    return Behaviors.same();
                  }),
              "callers",
              ActorSystemSetup.create(BootstrapSetup.create(config), callers));
      CompletableFuture<Thread> first = new CompletableFuture<>();
      actor.tell(first);
      assertThat(first.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      return actor;
    }

    @Test
    void anActorWithNothingToDoRunsInTheTurnOfWhoTellsIt() throws Exception {
      ActorSystem<CompletableFuture<Thread>> actor = actor();
      try {
        // It may still be on its way out of the thread that had the message before.
        Thread runner = null;
        for (int i = 0; i < 10_000 && runner != Thread.currentThread(); i++) {
          CompletableFuture<Thread> answer = new CompletableFuture<>();
          callers.execute(() -> actor.tell(answer));
          runner = answer.get(20, TimeUnit.SECONDS);
        }
        assertThat(runner).isSameAs(Thread.currentThread());
      } finally {
        actor.terminate();
      }
    }

    @Test
    void whoTellsMoreThanAnActorTakesAtOnceLeavesTheRestToOthers() throws Exception {
      ActorSystem<CompletableFuture<Thread>> actor = actor();
      try {
        threads.clear();
        List<CompletableFuture<Thread>> answers = new ArrayList<>();
        callers.execute(
            () -> {
              for (int i = 0; i < 10 * atOnce; i++) {
                CompletableFuture<Thread> answer = new CompletableFuture<>();
                answers.add(answer);
                actor.tell(answer);
              }
            });
        for (CompletableFuture<Thread> answer : answers) {
          answer.get(20, TimeUnit.SECONDS);
        }
        assertThat(answers.getLast().get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      } finally {
        actor.terminate();
      }
    }
  }
}
