package io.proffer.sdk.internal.http;

import io.proffer.core.coordination.MasterAddress;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.time.Ticker;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.internal.DriverKernel;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.internal.SchedulerRunner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs a driver kernel and its scheduler's callbacks on one thread, in real time, against masters
 * over HTTP.
 */
public final class DriverThread {

  private static final Logger log = LoggerFactory.getLogger(DriverThread.class);
  private static final String FRAMEWORK_ID = "driver.framework-id";

  private final String name;
  private final StateStore store;
  private final Ticker ticker = Ticker.system();
  private final Mailbox mailbox = new Mailbox();
  private final MasterClient client;
  private final SchedulerRunner runner;
  private final DriverKernel kernel;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  /**
   * @param authorization the value of the {@code Authorization} header
   * @param proxyKey by which the framework's web server knows whom the master sends
   */
  public DriverThread(
      FrameworkInfo framework,
      Scheduler scheduler,
      StateStore store,
      MediaType type,
      Optional<String> authorization,
      Optional<ProxyKey> proxyKey,
      DriverSettings settings) {
    this.name = framework.getName();
    this.store = store;
    Optional<FrameworkId> stored =
        store
            .get(FRAMEWORK_ID)
            .map(bytes -> new FrameworkId(new String(bytes, StandardCharsets.UTF_8)));
    client = new MasterClient(type, authorization, proxyKey, mailbox::post);
    runner = new SchedulerRunner(framework, scheduler, stored, ticker, mailbox::ask);
    kernel = new DriverKernel(framework, stored, settings);
  }

  public Driver driver() {
    return runner.driver();
  }

  /** Completes, never exceptionally, when the driver has ended and its thread ends. */
  public CompletableFuture<Outcome> ended() {
    return ended;
  }

  /** Any thread. */
  public void leaderChanged(Optional<MasterInfo> leader) {
    Optional<URI> base =
        leader.map(master -> URI.create("http://" + MasterAddress.hostPort(master)));
    mailbox.post(new DriverInput.LeaderChanged(base));
  }

  public void start() {
    Thread.ofPlatform().name("proffer-" + name).start(this::run);
  }

  @SuppressWarnings("CatchingUnchecked") // A driver that ends must say so, whatever the reason.
  private void run() {
    try {
      perform(runner.start());
      while (!ended.isDone()) {
        DriverInput input = mailbox.take();
        perform(input);
        if (input instanceof DriverInput.EventReceived event) {
          client.handled(event.attempt());
        }
      }
    } catch (Throwable failure) {
      end(new Outcome.Crashed(failure));
    }
  }

  /** Decides about an input and does what follows from it, callbacks included. */
  private void perform(DriverInput input) {
    Deque<DriverEffect> effects = new ArrayDeque<>(decide(input).effects());
    while (!effects.isEmpty()) {
      switch (effects.remove()) {
        case DriverEffect.OpenStream open -> client.open(open);
        case DriverEffect.CloseStream close -> client.close(close.attempt());
        case DriverEffect.Send send -> client.send(send);
        case DriverEffect.StartTimer start -> mailbox.startTimer(start.key(), start.delay());
        case DriverEffect.CancelTimer cancel -> mailbox.cancelTimer(cancel.key());
        case DriverEffect.SaveFrameworkId save ->
            store.put(FRAMEWORK_ID, save.id().value().getBytes(StandardCharsets.UTF_8));
        case DriverEffect.ForgetFrameworkId forget -> store.remove(FRAMEWORK_ID);
        case DriverEffect.Deliver deliver ->
            effects.addAll(decide(runner.run(deliver.delivery())).effects());
        case DriverEffect.Finish finish -> end(finish.outcome());
      }
    }
  }

  private DriverDecision decide(DriverInput input) {
    log(input);
    return kernel.handle(ticker.now(), input);
  }

  /** What a person looking for the reason of a silence wants to know. */
  private void log(DriverInput input) {
    switch (input) {
      case DriverInput.LeaderChanged it ->
          log.info(
              "{}: {}",
              name,
              it.leader().map(m -> "the leading master is " + m).orElse("no master leads"));
      case DriverInput.StreamRefused it ->
          log.warn("{}: SUBSCRIBE answered {}: {}", name, it.status(), it.message());
      case DriverInput.StreamLost it ->
          log.atLevel(levelOfLoss()).log("{}: stream lost: {}", name, it.reason());
      case DriverInput.CallFailed it ->
          log.atLevel(levelOfLoss()).log("{}: call failed: {}", name, it.reason());
      case DriverInput.Crashed it -> log.error("{}: the scheduler has thrown", name, it.cause());
      case DriverInput.CallAnswered it -> {
        if (it.status() >= 300) {
          log.warn("{}: call answered {}: {}", name, it.status(), it.message());
        }
      }
      case DriverInput.Started it -> log.debug("{}: {}", name, it);
      case DriverInput.StreamOpened it -> log.debug("{}: {}", name, it);
      case DriverInput.EventReceived it -> log.trace("{}: {}", name, it);
      case DriverInput.TimerFired it -> log.trace("{}: {}", name, it);
      case DriverInput.Handled it -> log.trace("{}: {}", name, it);
      case DriverInput.Acted it -> log.trace("{}: {}", name, it);
    }
  }

  /** A master closes the stream of a framework that is torn down: nobody need look at that. */
  private Level levelOfLoss() {
    return kernel.isEnding() ? Level.DEBUG : Level.WARN;
  }

  private void end(Outcome outcome) {
    if (ended.isDone()) {
      return;
    }
    log.info("{}: {}", name, outcome);
    mailbox.close();
    client.close();
    ended.complete(outcome);
  }
}
