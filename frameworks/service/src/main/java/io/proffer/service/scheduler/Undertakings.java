package io.proffer.service.scheduler;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import io.proffer.frameworks.common.secret.RevealedTask;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.sdk.Driver;
import io.proffer.sdk.OfferView;
import io.proffer.service.kernel.Action;
import io.proffer.service.kernel.Decision;
import io.proffer.service.kernel.Notice;
import io.proffer.service.kernel.Poll;
import io.proffer.service.store.Journal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was decided and waits until the facts it follows from are stored; then it is done, in order.
 * On the callbacks' thread only.
 */
final class Undertakings {

  private static final Logger LOG = LoggerFactory.getLogger(Undertakings.class);

  /**
   * @param after the append that must be stored before
   * @param answer what else is done then
   */
  private record Undertaking(
      long after, Decision decision, Map<OfferId, OfferView> offers, Instant at, Runnable answer) {}

  private final Journal journal;
  private final RevealedTask secrets;
  private final BiConsumer<Poll, Driver> looking;
  private final BiConsumer<Instant, Notice> listener;
  private final BiConsumer<Action.PreStop, Driver> preStops;
  private final Deque<Undertaking> waiting = new ArrayDeque<>();
  private long appended;
  private long stored;

  Undertakings(
      Journal journal,
      SecretStore secrets,
      BiConsumer<Poll, Driver> looking,
      BiConsumer<Action.PreStop, Driver> preStops,
      BiConsumer<Instant, Notice> listener) {
    this.journal = journal;
    this.secrets = new RevealedTask(secrets);
    this.looking = looking;
    this.listener = listener;
    this.preStops = preStops;
  }

  /**
   * Has the facts stored and the rest done after them, and after all that was decided before.
   *
   * @param offers those the launches are on, which are held meanwhile
   * @param answer done at the end
   */
  void add(
      Decision decision,
      Map<OfferId, OfferView> offers,
      Instant at,
      Runnable answer,
      Driver driver) {
    for (Action action : decision.actions()) {
      if (action instanceof Action.Launch launch) {
        offer(offers, launch.offer()).hold();
      } else if (action instanceof Action.LaunchGroup group) {
        offer(offers, group.offer()).hold();
      } else if (action instanceof Action.Apply apply) {
        offer(offers, apply.offer()).hold();
      }
    }
    if (!decision.facts().isEmpty()) {
      appended = journal.append(decision.facts());
    }
    waiting.addLast(new Undertaking(appended, decision, offers, at, answer));
    perform(driver);
  }

  /** Facts are stored; what waited for them is done. */
  void stored(long upTo, Driver driver) {
    stored = Math.max(stored, upTo);
    perform(driver);
  }

  private void perform(Driver driver) {
    while (!waiting.isEmpty() && waiting.getFirst().after() <= stored) {
      Undertaking next = waiting.removeFirst();
      actions(next, driver);
      next.decision().notices().forEach(notice -> listener.accept(next.at(), notice));
      next.answer().run();
    }
  }

  private void actions(Undertaking undertaking, Driver driver) {
    Set<OfferView> used = new LinkedHashSet<>();
    for (Action action : undertaking.decision().actions()) {
      switch (action) {
        case Action.Launch launch -> {
          OfferView offer = offer(undertaking.offers(), launch.offer());
          offer.launch(secrets.of(launch.task()));
          used.add(offer);
          LOG.info("{} is launched on {}", launch.task().getTaskId().getValue(), offer.hostname());
        }
        case Action.LaunchGroup group -> {
          OfferView offer = offer(undertaking.offers(), group.offer());
          offer.launch(group.executor(), secrets.of(group.tasks()));
          used.add(offer);
          LOG.info(
              "{} is launched on {}",
              group.executor().getExecutorId().getValue(),
              offer.hostname());
        }
        case Action.Apply apply -> {
          OfferView offer = offer(undertaking.offers(), apply.offer());
          offer.apply(apply.operation());
          used.add(offer);
        }
        case Action.Kill kill -> {
          LOG.info("{} is killed: {}", kill.taskId(), kill.reason());
          driver.kill(new TaskId(kill.taskId()));
        }
        case Action.Refresh r ->
            driver.send(
                new AgentId(r.agentId()), new ExecutorId(r.taskId()), r.refresh().toBytes());
        case Action.Look look -> looking.accept(look.poll(), driver);
        case Action.PreStop hook -> preStops.accept(hook, driver);
        case Action.AnswerInverse answer -> answer(answer, driver);
        case Action.Revive revive -> driver.revive();
      }
    }
    used.forEach(driver::release);
  }

  private static void answer(Action.AnswerInverse answer, Driver driver) {
    if (answer.accept()) {
      driver.acceptInverse(answer.offer(), answer.again());
    } else {
      driver.declineInverse(answer.offer(), answer.again());
    }
  }

  private static OfferView offer(Map<OfferId, OfferView> offers, OfferId id) {
    OfferView offer = offers.get(id);
    if (offer == null) {
      throw new IllegalStateException("something is to be done with " + id + ", not offered");
    }
    return offer;
  }
}
