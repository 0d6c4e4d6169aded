package io.proffer.batch.scheduler;

import io.proffer.batch.http.BatchApi;
import io.proffer.batch.kernel.Action;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Decision;
import io.proffer.batch.kernel.Notice;
import io.proffer.batch.sandbox.SandboxFiles;
import io.proffer.batch.store.EventOutbox;
import io.proffer.batch.store.FactKeeper;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import io.proffer.frameworks.common.secret.RevealedTask;
import io.proffer.sdk.Driver;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.OperationUpdate;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the kernel its inputs and carries out what it decides: facts are stored, then tasks are
 * launched and killed, then those who listen are told. Decides nothing itself.
 */
public final class BatchScheduler implements Scheduler {

  private static final Logger LOG = LoggerFactory.getLogger(BatchScheduler.class);

  /** How long updates wait for others, to be written down together. */
  private static final Duration TOGETHER = Duration.ofMillis(10);

  /** So much longer than a write is the pause after it: nothing is decided while one is made. */
  private static final int REST = 3;

  /** A store that is slower than this is given no more time between two writes. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private static final int MAX_HELD = 5_000;

  private final BatchKernel kernel;
  private final FactKeeper store;
  private final RevealedTask secrets;
  private final OutputSource outputs;
  private final Postman postman;
  private final BiConsumer<Instant, Notice> listener;
  private final Duration shortestPause;

  /** Offers that tasks were put on, which are launched when that is written down. */
  private final List<OfferView> placed = new ArrayList<>();

  /** Updates whose consequences are not written down yet: they are told again if they never are. */
  private final List<TaskUpdate> held = new ArrayList<>();

  private boolean resumed;
  private Instant now = Instant.EPOCH;
  private volatile Optional<String> master = Optional.empty();

  /** Before this what can wait is written down together with what comes meanwhile. */
  private Instant pauseUntil = Instant.EPOCH;

  private boolean writingSoon;

  /**
   * Takes in what a former process has stored.
   *
   * @param listener is told what happens, on the callbacks' thread; must be quick
   * @throws java.io.UncheckedIOException when the store cannot be read
   */
  public BatchScheduler(
      BatchKernel kernel,
      FactKeeper store,
      Attendants attendants,
      BiConsumer<Instant, Notice> listener) {
    this(kernel, store, attendants, listener, Duration.ZERO);
  }

  /**
   * As the other one.
   *
   * @param shortestPause between two writes; it is longer after one that took its time
   */
  public BatchScheduler(
      BatchKernel kernel,
      FactKeeper store,
      Attendants attendants,
      BiConsumer<Instant, Notice> listener,
      Duration shortestPause) {
    this.shortestPause = shortestPause;
    this.kernel = kernel;
    this.store = store;
    this.secrets = new RevealedTask(attendants.secrets());
    this.outputs = attendants.outputs();
    this.postman = attendants.postman();
    this.listener = listener;
    kernel.restore(store.read());
  }

  /**
   * Asks the kernel for something, with all that follows from it. On the callbacks' thread only.
   *
   * @throws Exception what the question throws, when all that was decided before is carried out
   */
  public <T> T ask(BatchApi.Question<T> question, Driver driver) throws Exception {
    now = driver.now();
    T answer = question.ask(kernel, now);
    carryOut(driver);
    return answer;
  }

  /** {@code host:port} of the master that took the last subscription; of any thread. */
  public Optional<String> master() {
    return master;
  }

  @Override
  public void subscribed(Subscription taken, Driver driver) {
    master =
        Optional.of(taken.master())
            .filter(m -> !m.getHostname().isEmpty())
            .map(m -> m.getHostname() + ":" + m.getPort());
    now = driver.now();
    Map<TaskId, Optional<AgentId>> tasks = new LinkedHashMap<>();
    for (Attempt attempt : kernel.attempts()) {
      tasks.put(new TaskId(attempt.taskId()), Optional.of(new AgentId(attempt.agentId())));
    }
    if (!tasks.isEmpty()) {
      driver.reconcile(tasks);
    }
    if (!resumed) {
      resumed = true;
      Map<Long, EventOutbox.Event> untold = store.events().waiting();
      kernel.resume(now);
      carryOut(driver);
      untold.forEach((number, event) -> tell(number, event, driver));
      tick(driver);
    }
  }

  private void tick(Driver driver) {
    var unused =
        driver.schedule(
            kernel.untilTick(driver.now()),
            () -> {
              now = driver.now();
              kernel.tick(now);
              carryOut(driver);
              tick(driver);
            });
  }

  @Override
  public void disconnected(Driver driver) {
    kernel.disconnected();
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    now = driver.now();
    kernel.offered(offers, now);
    if (!pauseUntil.isAfter(now)) {
      offers.forEach(offer -> offer.amend(secrets::of));
      carryOut(driver); // What is put on the offers is launched after this, or not at all.
      return;
    }
    for (OfferView offer : offers) {
      if (!offer.isHeld() && !offer.operations().isEmpty()) {
        offer.hold();
        placed.add(offer);
      }
    }
    carryOutSoon(driver);
  }

  @Override
  public void inverseOffered(List<InverseOfferView> offers, Driver driver) {
    now = driver.now();
    kernel.inverseOffered(offers, now);
    carryOutSoon(driver);
  }

  private static void answer(Action.AnswerInverse answer, Driver driver) {
    if (answer.accept()) {
      driver.acceptInverse(answer.offer(), answer.again());
    } else {
      LOG.debug("The maintenance of an agent is declined: {}", answer.reason());
      driver.declineInverse(answer.offer(), answer.again());
    }
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    now = driver.now();
    LOG.debug("{}", update);
    kernel.updated(update.status(), now);
    driver.hold(update);
    held.add(update);
    if (held.size() >= MAX_HELD) {
      carryOut(driver);
    } else {
      carryOutSoon(driver);
    }
  }

  private void carryOutSoon(Driver driver) {
    if (!writingSoon) {
      writingSoon = true;
      Duration left = Duration.between(now, pauseUntil);
      var unused =
          driver.schedule(
              left.compareTo(TOGETHER) > 0 ? left : TOGETHER,
              () -> {
                writingSoon = false;
                now = driver.now();
                carryOut(driver);
              });
    }
  }

  /** No operation has a name but those that are made up to ask for an agent. */
  @Override
  public void operationUpdated(OperationUpdate update, Driver driver) {
    now = driver.now();
    update.agent().ifPresent(agent -> kernel.reservedAgents().told(agent.value(), update.state()));
    carryOutSoon(driver);
  }

  @Override
  public void agentLost(AgentId agent, Driver driver) {
    kernel.reservedAgents().isLost(agent.value());
  }

  @Override
  public boolean wantsOffers() {
    return kernel.wantsOffers(now);
  }

  @Override
  public void refused(String call, int status, String message, Driver driver) {
    LOG.warn("The master refused {} with {}: {}", call, status, message);
  }

  /** Until it is settled the event is kept, and told again by whoever comes after this process. */
  private void tell(long number, EventOutbox.Event event, Driver driver) {
    postman.tell(event, () -> driver.execute(() -> store.events().settled(number)));
  }

  private void collect(Action.Collect collect, Driver driver) {
    String framework = driver.frameworkId().map(id -> id.value()).orElse("");
    var unused =
        outputs
            .read(new SandboxFiles.Sandbox(collect.agentUrl(), framework, collect.taskId()))
            .thenAccept(
                output ->
                    driver.execute(
                        () -> {
                          now = driver.now();
                          kernel.collected(collect.job(), collect.run(), output, now);
                          carryOut(driver);
                        }));
  }

  private void carryOut(Driver driver) {
    Instant begun = driver.now();
    write(kernel.take(), driver);
    Instant ended = driver.now();
    Duration pause = longer(shortestPause, Duration.between(begun, ended).multipliedBy(REST));
    pauseUntil = ended.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void write(Decision decision, Driver driver) {
    Map<Long, EventOutbox.Event> events = new LinkedHashMap<>();
    for (Notice notice : decision.notices()) {
      postman.event(now, notice).ifPresent(e -> events.put(store.events().add(e), e));
    }
    store.write(decision.facts());
    for (Action action : decision.actions()) {
      switch (action) {
        case Action.Kill kill -> {
          LOG.info("{} is killed: {}", kill.taskId(), kill.reason());
          driver.kill(new TaskId(kill.taskId()));
        }
        case Action.Collect collect -> collect(collect, driver);
        case Action.Release release -> {
          release.offer().amend(secrets::of);
          driver.release(release.offer());
        }
        case Action.AnswerInverse answer -> answer(answer, driver);
        case Action.AskForAgent ask ->
            driver.reconcileOperations(
                Map.of("is-there-" + ask.agent(), Optional.of(new AgentId(ask.agent()))));
        case Action.Revive revive -> driver.revive();
      }
    }
    List<OfferView> launched = List.copyOf(placed);
    placed.clear();
    for (OfferView offer : launched) {
      offer.amend(secrets::of);
      driver.release(offer);
    }
    List<TaskUpdate> stored = List.copyOf(held);
    held.clear();
    stored.forEach(driver::release);
    List<Notice> notices = decision.notices();
    notices.forEach(notice -> listener.accept(now, notice));
    events.forEach((number, event) -> tell(number, event, driver));
  }
}
