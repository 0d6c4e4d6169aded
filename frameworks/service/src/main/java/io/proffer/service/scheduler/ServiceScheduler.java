package io.proffer.service.scheduler;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.sdk.Driver;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskUpdate;
import io.proffer.service.kernel.Action;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Notice;
import io.proffer.service.kernel.Poll;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.store.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the kernel its inputs and has done what it decides: facts are stored, then tasks are
 * launched and killed, then those who listen are told. The kernel goes on deciding while facts are
 * being stored. Decides nothing itself.
 */
public final class ServiceScheduler implements Scheduler {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceScheduler.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final ServiceKernel kernel;
  private final Journal journal;
  private final Undertakings undertakings;
  private final Polling polling;
  private final BiConsumer<Instant, Notice> listener;
  private final ServiceSnapshot restored;
  private volatile Optional<String> master = Optional.empty();
  private volatile long revision;
  private boolean started;
  private final PreStops preStops = new PreStops();
  private boolean resumed;
  private boolean settling;

  /** Those that offers come for: a role that no app has any more is given up with the process. */
  private final Set<String> roles;

  private Instant now = Instant.EPOCH;

  /**
   * Goes on from what a former process has stored.
   *
   * @param stored the facts of the former process
   * @param journal takes the facts from now on
   * @param secrets where the values of secrets are looked for when tasks are launched
   * @param polling looks at instances
   * @param roles that the framework has from its beginning; those of its apps are added
   * @param listener is told what happens, on the callbacks' thread; must be quick
   */
  public ServiceScheduler(
      ServiceKernel kernel,
      List<Fact> stored,
      Journal journal,
      SecretStore secrets,
      Polling polling,
      Set<String> roles,
      BiConsumer<Instant, Notice> listener) {
    this.kernel = kernel;
    this.journal = journal;
    this.polling = polling;
    this.undertakings = new Undertakings(journal, secrets, this::look, this::preStop, listener);
    this.listener = listener;
    kernel.restore(stored);
    this.roles = new TreeSet<>(roles);
    this.roles.addAll(kernel.roles());
    this.restored = kernel.snapshot(Instant.EPOCH);
    this.revision = restored.revision();
  }

  /** What was taken in from the former process. */
  public ServiceSnapshot restored() {
    return restored;
  }

  /**
   * Grows with what a snapshot of the kernel shows, before anybody is answered or told of it. From
   * any thread.
   */
  public long revision() {
    return revision;
  }

  /** The roles to subscribe with. */
  public Set<String> roles() {
    return Set.copyOf(roles);
  }

  /**
   * Asks the kernel for something, with all that follows from it. On the callbacks' thread only.
   *
   * @param ask gets the kernel and the time
   * @param answer gets the answer, on the callbacks' thread, when everything that it tells of is
   *     stored
   */
  public <T> void ask(
      BiFunction<ServiceKernel, Instant, T> ask, Consumer<T> answer, Driver driver) {
    now = driver.now();
    T result = ask.apply(kernel, now);
    carryOut(Map.of(), () -> answer.accept(result), driver);
  }

  /** Whether the store is too far behind to change anything more now. From any thread. */
  public boolean isFull() {
    return journal.isFull();
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
      Optional<AgentId> agent = Optional.of(new AgentId(instance.site().agentId()));
      instance.taskIds().forEach(task -> tasks.put(new TaskId(task), agent));
    }
    if (!tasks.isEmpty()) {
      driver.reconcile(tasks);
    }
    if (!resumed) {
      resumed = true;
      kernel.resume(now);
      carryOut(Map.of(), () -> {}, driver);
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
              carryOut(Map.of(), () -> {}, driver);
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
    carryOut(views, () -> {}, driver);
  }

  @Override
  public void inverseOffered(List<InverseOfferView> offers, Driver driver) {
    now = driver.now();
    kernel.inverseOffered(offers.stream().map(InverseOfferView::toProto).toList(), now);
    carryOut(Map.of(), () -> {}, driver);
    settleSoon(driver);
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    now = driver.now();
    LOG.debug("{}", update);
    kernel.updated(update.status(), now);
    driver.hold(update);
    carryOut(Map.of(), () -> driver.release(update), driver);
    settleSoon(driver);
  }

  /** After all that has come in already: a thousand tasks that begin to run are one occasion. */
  private void settleSoon(Driver driver) {
    if (!settling) {
      settling = true;
      driver.execute(
          () -> {
            settling = false;
            now = driver.now();
            kernel.settle(now);
            carryOut(Map.of(), () -> {}, driver);
          });
    }
  }

  private void preStop(Action.PreStop hook, Driver driver) {
    preStops.call(hook, () -> driver.execute(() -> readyToStop(hook.taskId(), driver)));
  }

  private void readyToStop(String taskId, Driver driver) {
    now = driver.now();
    kernel.readyToStop(taskId, now);
    carryOut(Map.of(), () -> {}, driver);
  }

  @Override
  public boolean wantsOffers() {
    return kernel.wantsOffers(now) && !journal.isFull();
  }

  @Override
  public void refused(String call, int status, String message, Driver driver) {
    LOG.warn("The master refused {} with {}: {}", call, status, message);
  }

  @Override
  public void received(AgentId agent, ExecutorId executor, ByteString data, Driver driver) {
    now = driver.now();
    FileRefresh.Answer.parse(data)
        .ifPresentOrElse(
            answer -> {
              answer
                  .problem()
                  .ifPresent(why -> LOG.warn("{} has old files: {}", executor.value(), why));
              kernel.refreshed(executor.value(), answer);
            },
            () -> kernel.said(executor.value(), agent.value(), data.toStringUtf8()));
    carryOut(Map.of(), () -> {}, driver);
  }

  private void look(Poll poll, Driver driver) {
    polling.look(poll, result -> driver.execute(() -> looked(poll, result, driver)));
  }

  private void looked(Poll poll, Poll.Result result, Driver driver) {
    now = driver.now();
    kernel.looked(poll, result, now);
    carryOut(Map.of(), () -> {}, driver);
    settleSoon(driver);
  }

  private void carryOut(Map<OfferId, OfferView> offers, Runnable answer, Driver driver) {
    if (!started) {
      started = true;
      journal.start(new Stored(driver));
    }
    revision = kernel.revision();
    undertakings.add(kernel.take(), offers, now, answer, driver);
    if (roles.addAll(kernel.roles())) {
      driver.roles(roles);
    }
  }

  /** Brings what the journal says to the callbacks' thread. */
  private final class Stored implements Journal.Listener {

    private final Driver driver;

    Stored(Driver driver) {
      this.driver = driver;
    }

    @Override
    public void stored(long upTo) {
      driver.execute(() -> undertakings.stored(upTo, driver));
    }

    @Override
    public void lost(String reason) {
      driver.execute(
          () -> {
            throw new IllegalStateException(reason); // Apps run on; this process must not.
          });
    }
  }
}
