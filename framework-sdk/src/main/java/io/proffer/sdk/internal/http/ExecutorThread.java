package io.proffer.sdk.internal.http;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.MediaType;
import io.proffer.sdk.Executor;
import io.proffer.sdk.ExecutorSubscription;
import io.proffer.sdk.internal.ExecutorEnd;
import io.proffer.sdk.internal.ExecutorLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an executor's callbacks on one thread, and keeps the connection to its agent. */
public final class ExecutorThread {

  private static final Logger log = LoggerFactory.getLogger(ExecutorThread.class);
  private static final Duration BACKOFF_MIN = Duration.ofMillis(50);

  /** How long an executor that stops waits for the agent to hear the last. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  private static final int TOO_MANY = 429;
  private static final String WAITING =
      CallQueue.MOST_MESSAGES + " messages wait for the agent already: send fewer";

  private final ExecutorEnvironment environment;
  private final Executor executor;
  private final AgentClient client;
  private final CallbackThread thread;
  private final ThreadedExecutorDriver driver;
  private final CompletableFuture<ExecutorEnd> ended = new CompletableFuture<>();

  // Used by the callbacks' thread only.
  private final ExecutorLedger ledger = new ExecutorLedger();
  private AgentClient.@Nullable Stream stream;
  private CallQueue calls;
  private int attempt;
  private int failures;
  private boolean connected;
  private boolean everConnected;
  private boolean stopping;
  private Instant aloneSince = Instant.now();

  public ExecutorThread(ExecutorEnvironment environment, Executor executor, MediaType type) {
    this.environment = environment;
    this.executor = executor;
    this.client = new AgentClient(environment, type);
    this.thread = new CallbackThread("proffer-executor", this::crashed);
    this.calls = new CallQueue(client::send);
    this.driver = new ThreadedExecutorDriver(environment, thread, this);
  }

  public void start() {
    thread.run(this::connect);
  }

  /** Asks the executor to end, as {@code ExecutorDriver.stop} does. Any thread. */
  public void stop() {
    driver.stop();
  }

  /** Completes, never exceptionally, when the executor has ended. */
  public CompletableFuture<ExecutorEnd> ended() {
    return ended;
  }

  private void connect() {
    if (ended.isDone()) {
      return;
    }
    int current = ++attempt;
    calls = new CallQueue(client::send);
    stream =
        client.subscribe(
            ledger.subscribe(),
            new AgentClient.Listener() {
              @Override
              public void event(Event event) {
                onThread(current, () -> handle(event));
              }

              @Override
              public void refused(int status, String message) {
                onThread(current, () -> subscriptionRefused(status, message));
              }

              @Override
              public void lost(String reason) {
                onThread(current, () -> disconnected(reason));
              }
            });
  }

  /** What is heard of a subscription that was given up does not count. */
  private void onThread(int of, Runnable code) {
    thread.run(
        () -> {
          if (attempt == of && !ended.isDone()) {
            code.run();
          }
        });
  }

  private void subscriptionRefused(int status, String message) {
    if (status >= 400 && status < 500) {
      end(new ExecutorEnd.AgentGone("SUBSCRIBE was answered " + status + ": " + message));
    } else {
      disconnected("SUBSCRIBE was answered " + status + ": " + message);
    }
  }

  private void disconnected(String reason) {
    attempt++;
    calls.close();
    if (stream != null) {
      stream.close();
      stream = null;
    }
    if (connected) {
      connected = false;
      aloneSince = Instant.now();
      log.warn("The connection to the agent is lost: {}", reason);
      executor.disconnected(driver);
    }
    Duration alone = Duration.between(aloneSince, Instant.now());
    if (everConnected && !environment.checkpoint()) {
      end(new ExecutorEnd.AgentGone("the agent is gone: " + reason));
    } else if (alone.compareTo(environment.recoveryTimeout()) > 0) {
      end(
          new ExecutorEnd.AgentGone(
              "the agent did not come back within "
                  + environment.recoveryTimeout().toSeconds()
                  + " s: "
                  + reason));
    } else {
      thread.runLater(backoff(), this::connect);
    }
  }

  private Duration backoff() {
    long most = environment.backoffMax().toNanos();
    long doubled = BACKOFF_MIN.toNanos() << Math.min(failures++, 20);
    long limit = Math.max(1, Math.min(most, doubled));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(limit / 2, limit + 1));
  }

  private void handle(Event event) {
    if (stream != null) {
      stream.events().handled();
    }
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case LAUNCH -> {
        ledger.launched(event.getLaunch().getTask());
        executor.launch(event.getLaunch().getTask(), driver);
      }
      case LAUNCH_GROUP -> {
        List<TaskInfo> tasks = event.getLaunchGroup().getTaskGroup().getTasksList();
        tasks.forEach(ledger::launched);
        executor.launchGroup(tasks, driver);
      }
      case KILL -> {
        Event.Kill kill = event.getKill();
        executor.kill(TaskId.of(kill.getTaskId()), grace(kill), driver);
      }
      case ACKNOWLEDGED -> {
        Event.Acknowledged acknowledged = event.getAcknowledged();
        ledger.acknowledged(TaskId.of(acknowledged.getTaskId()), acknowledged.getUuid());
        endIfSettled();
      }
      case MESSAGE -> executor.received(event.getMessage().getData(), driver);
      case SHUTDOWN -> executor.shutdown(driver);
      case ERROR -> disconnected(event.getError().getMessage());
      case HEARTBEAT, UNKNOWN -> {}
    }
  }

  private static Optional<Duration> grace(Event.Kill kill) {
    return Optional.of(kill.getKillPolicy())
        .filter(KillPolicy::hasGracePeriod)
        .map(p -> Duration.ofNanos(p.getGracePeriod().getNanoseconds()));
  }

  private void subscribed(Event.Subscribed event) {
    connected = true;
    everConnected = true;
    failures = 0;
    executor.subscribed(
        new ExecutorSubscription(
            event.getExecutorInfo(), event.getFrameworkInfo(), event.getAgentInfo()),
        driver);
  }

  /** Callbacks' thread only. */
  void tell(TaskStatus status) {
    ledger.told(status);
    if (connected) {
      int current = attempt;
      Call call =
          client
              .call(Call.Type.UPDATE)
              .setUpdate(Call.Update.newBuilder().setStatus(status))
              .build();
      var unused =
          calls.send(call, (code, text) -> onThread(current, () -> told(status, code, text)));
    }
  }

  private void told(TaskStatus status, int code, String message) {
    if (code == 202) {
      return; // the agent says on the stream that it has it
    }
    if (code >= 400 && code < 500) {
      log.warn("The agent refused {}: {} {}", status.getState(), code, message);
      ledger.acknowledged(TaskId.of(status.getTaskId()), status.getUuid());
      executor.refused("UPDATE", code, message, driver);
      endIfSettled();
    } else if (ledger.owes(status.getUuid())) {
      disconnected("an update was not taken: " + message);
    }
  }

  /** Callbacks' thread only. */
  void send(ByteString data) {
    if (connected) {
      int current = attempt;
      Call call =
          client
              .call(Call.Type.MESSAGE)
              .setMessage(Call.Message.newBuilder().setData(data))
              .build();
      boolean taken =
          calls.send(
              call,
              (code, text) -> {
                if (code >= 400 && code < 500) {
                  onThread(current, () -> executor.refused("MESSAGE", code, text, driver));
                }
              });
      if (!taken) {
        thread.run(() -> executor.refused("MESSAGE", TOO_MANY, WAITING, driver));
      }
    }
  }

  /** Callbacks' thread only. */
  void stopSoon() {
    if (!stopping) {
      stopping = true;
      thread.runLater(STOP_PATIENCE, () -> end(new ExecutorEnd.Stopped()));
    }
    endIfSettled();
  }

  private void endIfSettled() {
    if (stopping && ledger.settled()) {
      end(new ExecutorEnd.Stopped());
    }
  }

  private void crashed(Throwable cause) {
    log.error("The executor has thrown", cause);
    end(new ExecutorEnd.Crashed(cause));
  }

  private void end(ExecutorEnd how) {
    if (ended.isDone()) {
      return;
    }
    attempt++;
    calls.close();
    if (stream != null) {
      stream.close();
    }
    client.close();
    thread.close();
    ended.complete(how);
  }
}
