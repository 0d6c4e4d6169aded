package io.proffer.master.actor;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.allocator.Refused;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what the kernel knows, on a thread of its own, by applying the same events: reads never
 * touch the deciding thread. A query sees everything that was let out before it was asked, so
 * whoever got an answer reads its effect. Thread-safe.
 */
public final class ReadModel implements AutoCloseable {

  /** Hears what happens, on the read model's thread, in order. */
  public interface Observer {

    /**
     * @param before the state the event has not been applied to yet
     */
    void before(MasterState before, MasterEvent event);

    /**
     * @param after the state the event has been applied to
     */
    void after(MasterState after, MasterEvent event);

    /** The term is over; nothing more happens. */
    void ended();
  }

  /** What one batch of decisions changed. */
  private record News(List<MasterEvent> events, List<RefusalNews> refused) {}

  private static final Logger LOG = LoggerFactory.getLogger(ReadModel.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("proffer-master-reads").daemon().factory());
  private final Duration patience;
  private final MasterState state;
  private final RefusalTable refusals = new RefusalTable();
  private final List<Observer> observers = new ArrayList<>();
  private final Queue<News> news = new ConcurrentLinkedQueue<>();
  private final AtomicLong happened = new AtomicLong();
  private final Set<CompletableFuture<?>> unanswered = ConcurrentHashMap.newKeySet();
  private volatile @Nullable MasterSnapshot latest;

  public ReadModel(Retention retention) {
    this(retention, PATIENCE);
  }

  /**
   * @param patience so long those who have asked may still be answered at the end
   */
  ReadModel(Retention retention, Duration patience) {
    this.state = new MasterState(retention);
    this.patience = patience;
  }

  /** Tells an observer everything that happens from now on, and what has not been applied yet. */
  public void observe(Observer observer) {
    thread.execute(() -> observers.add(observer));
  }

  /**
   * Events became true and may be known, and what frameworks refuse changed: every query from now
   * on sees it. Called by the deciding thread alone, in order.
   */
  void happened(List<MasterEvent> events, List<RefusalNews> refused) {
    if (!events.isEmpty() || !refused.isEmpty()) {
      news.add(new News(events, refused));
      happened.addAndGet(events.size());
    }
  }

  /**
   * Has what happened known although nobody asks. Apart from {@link #happened}, as it wakes a
   * thread that would take a processor from those who wait for an answer.
   */
  void catchUp() {
    if (!news.isEmpty()) {
      execute(() -> {});
    }
  }

  /**
   * Runs something on the read model's thread, with everything known that has happened before.
   *
   * @throws TermOverException after {@link #close}
   */
  private void execute(Runnable task) {
    try {
      thread.execute(
          () -> {
            applyNews();
            task.run();
          });
    } catch (RejectedExecutionException closed) {
      throw new TermOverException();
    }
  }

  /** Whatever happens the answer is complete at the end of the term. */
  @SuppressWarnings("CollectionUndefinedEquality") // a future is equal to itself, which is meant
  private <T> CompletionStage<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    unanswered.add(answer);
    var unused = answer.whenComplete((known, failure) -> unanswered.remove(answer));
    try {
      execute(() -> answer.completeAsync(question, Runnable::run));
    } catch (TermOverException over) {
      answer.completeExceptionally(over);
    }
    return answer;
  }

  private void applyNews() {
    News next = news.poll();
    while (next != null) {
      apply(next.events(), next.refused());
      next = news.poll();
    }
  }

  private void apply(List<MasterEvent> events, List<RefusalNews> refused) {
    refused.forEach(refusals::apply);
    for (MasterEvent event : events) {
      tell(observer -> observer.before(state, event));
      state.apply(event);
      tell(observer -> observer.after(state, event));
    }
  }

  /** An observer that fails takes neither what happened from the others nor answers from anyone. */
  private void tell(Consumer<Observer> news) {
    for (Observer observer : observers) {
      try {
        news.accept(observer);
      } catch (RuntimeException e) {
        LOG.error("{} could not take in what happened", observer.getClass().getSimpleName(), e);
      }
    }
  }

  /** How many events were let out: the version a query asked now will see, or a later one. */
  public long version() {
    return happened.get();
  }

  /** What is known now. */
  public CompletionStage<MasterSnapshot> snapshot() {
    MasterSnapshot known = latest;
    if (known != null && known.version() == happened.get()) {
      return CompletableFuture.completedFuture(known);
    }
    return ask(this::capture);
  }

  /**
   * What a framework does not want to be offered, those filters first that last longest.
   *
   * @param most so many of them
   */
  public CompletionStage<Refused.Some> refusals(FrameworkId framework, int most) {
    return ask(() -> refusals.of(framework, most));
  }

  /** How many filters frameworks have in each role of which there are any. */
  public CompletionStage<Map<String, Integer>> refusalsByRole() {
    return ask(refusals::countByRole);
  }

  /** What of it would outlive this master. */
  public CompletionStage<DurableFacts> facts() {
    return ask(() -> DurableFacts.of(state));
  }

  /**
   * Runs something between two events, with what is known then: who subscribes to what happens
   * misses nothing and hears nothing twice.
   *
   * @throws TermOverException after {@link #close}
   */
  public void between(Consumer<MasterSnapshot> task) {
    execute(() -> task.accept(capture()));
  }

  /**
   * Runs something between two events, with the live state, which must not be kept: for whoever
   * needs little of it, and often.
   *
   * @throws TermOverException after {@link #close}
   */
  public void look(Consumer<MasterState> task) {
    execute(() -> task.accept(state));
  }

  private MasterSnapshot capture() {
    MasterSnapshot known = latest;
    if (known == null || known.version() != state.version()) {
      known = MasterSnapshot.of(state);
      latest = known;
    }
    return known;
  }

  /** Queries that come later fail with {@link TermOverException}, and so do those that are left. */
  @Override
  public void close() {
    execute(() -> tell(Observer::ended));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List.copyOf(unanswered)
        .forEach(answer -> answer.completeExceptionally(new TermOverException()));
  }
}
