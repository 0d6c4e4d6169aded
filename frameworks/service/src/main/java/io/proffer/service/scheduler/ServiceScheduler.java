package io.proffer.service.scheduler;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskUpdate;
import io.proffer.service.kernel.Action;
import io.proffer.service.kernel.Decision;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Notice;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.store.FactStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the kernel its inputs and carries out what it decides: facts are stored, then tasks are
 * launched and killed, then those who listen are told. Decides nothing itself.
 */
public final class ServiceScheduler implements Scheduler {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceScheduler.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final ServiceKernel kernel;
  private final FactStore store;
  private final BiConsumer<Instant, Notice> listener;
  private volatile Optional<String> master = Optional.empty();
  private boolean resumed;
  private Instant now = Instant.EPOCH;

  /**
   * Takes in what a former process has stored.
   *
   * @param listener is told what happens, on the callbacks' thread; must be quick
   * @throws java.io.UncheckedIOException when the store cannot be read
   */
  public ServiceScheduler(
      ServiceKernel kernel, FactStore store, BiConsumer<Instant, Notice> listener) {
    this.kernel = kernel;
    this.store = store;
    this.listener = listener;
    kernel.restore(store.read());
  }

  /**
   * Asks the kernel for something, with all that follows from it. On the callbacks' thread only.
   *
   * @param ask gets the kernel and the time
   */
  public <T> T ask(BiFunction<ServiceKernel, Instant, T> ask, Driver driver) {
    now = driver.now();
    T answer = ask.apply(kernel, now);
    carryOut(kernel.take(), Map.of(), driver);
    return answer;
  }

  /** Where the leading master is reached; empty while there is none. From any thread. */
  public Optional<String> master() {
    return master;
  }

  @Override
  public void subscribed(Subscription taken, Driver driver) {
    master =
        Optional.of(taken.master().getHostname() + ":" + taken.master().getPort())
            .filter(address -> !address.startsWith(":"));
    now = driver.now();
    listener.accept(
        now,
        new Notice.Registered(
            Optional.of(taken.framework().value()), taken.master().getHostname(), resumed));
    Map<TaskId, Optional<AgentId>> tasks = new LinkedHashMap<>();
    for (Instance instance : kernel.instances()) {
      tasks.put(new TaskId(instance.taskId()), Optional.of(new AgentId(instance.site().agentId())));
    }
    if (!tasks.isEmpty()) {
      driver.reconcile(tasks);
    }
    if (!resumed) {
      resumed = true;
      kernel.resume(now);
      carryOut(kernel.take(), Map.of(), driver);
      tick(driver);
    }
  }

  private void tick(Driver driver) {
    var unused =
        driver.schedule(
            TICK,
            () -> {
              now = driver.now();
              kernel.tick(now);
              carryOut(kernel.take(), Map.of(), driver);
              tick(driver);
            });
  }

  @Override
  public void disconnected(Driver driver) {
    master = Optional.empty();
    listener.accept(driver.now(), new Notice.Disconnected());
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    now = driver.now();
    Map<OfferId, OfferView> views = new HashMap<>();
    offers.forEach(offer -> views.put(offer.id(), offer));
    kernel.offered(offers.stream().map(OfferView::toProto).toList(), now);
    carryOut(kernel.take(), views, driver);
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    now = driver.now();
    LOG.debug("{}", update);
    kernel.updated(update.status(), now);
    carryOut(kernel.take(), Map.of(), driver);
  }

  @Override
  public boolean wantsOffers() {
    return kernel.wantsOffers(now);
  }

  @Override
  public void refused(String call, int status, String message, Driver driver) {
    LOG.warn("The master refused {} with {}: {}", call, status, message);
  }

  private void carryOut(Decision decision, Map<OfferId, OfferView> offers, Driver driver) {
    store.write(decision.facts());
    for (Action action : decision.actions()) {
      switch (action) {
        case Action.Launch launch -> {
          OfferView offer = offers.get(launch.offer());
          if (offer == null) {
            throw new IllegalStateException("a launch on " + launch.offer() + ", not offered");
          }
          offer.launch(launch.task());
          LOG.info("{} is launched on {}", launch.task().getTaskId().getValue(), offer.hostname());
        }
        case Action.Kill kill -> {
          LOG.info("{} is killed: {}", kill.taskId(), kill.reason());
          driver.kill(new TaskId(kill.taskId()));
        }
        case Action.Revive revive -> driver.revive();
      }
    }
    List<Notice> notices = decision.notices();
    notices.forEach(notice -> listener.accept(now, notice));
  }
}
