package io.proffer.benchmarks.docker;

import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.TaskState;

/** A framework that launches what it is handed, and tells when it ran and ended. */
final class SubmittedTasks implements Scheduler, AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final RunningFramework framework;

  // Used by the callbacks' thread only.
  private final Queue<TaskBuilder> waiting = new ArrayDeque<>();
  private final Map<TaskId, Journey> journeys = new HashMap<>();

  private record Journey(CompletableFuture<Long> running, CompletableFuture<Long> finished) {

    private Journey() {
      this(new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  SubmittedTasks(String master) {
    this.framework = Proffer.framework("bench-docker").master(master).start(this);
  }

  /** One that stays, which is killed, and one that ends at once. */
  Spans run(TaskBuilder staying, TaskBuilder brief) throws IOException, InterruptedException {
    long stays = startMany(List.of(staying));
    Lull.await();
    long begun = System.nanoTime();
    Journey journey = submit(List.of(brief)).getFirst();
    return new Spans(stays, await(journey.running) - begun, await(journey.finished) - begun);
  }

  /** Starts many; the time from handing them in until all run. They are killed afterwards. */
  long startMany(List<TaskBuilder> tasks) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    List<Journey> submitted = submit(tasks);
    long last = begun;
    for (Journey journey : submitted) {
      last = Math.max(last, await(journey.running));
    }
    framework
        .driver()
        .execute(() -> tasks.forEach(task -> framework.driver().kill(new TaskId(task.id()))));
    for (Journey journey : submitted) {
      await(journey.finished);
    }
    return last - begun;
  }

  private List<Journey> submit(List<TaskBuilder> tasks) {
    List<Journey> submitted = new ArrayList<>();
    tasks.forEach(task -> submitted.add(new Journey()));
    framework
        .driver()
        .execute(
            () -> {
              for (int i = 0; i < tasks.size(); i++) {
                waiting.add(tasks.get(i));
                journeys.put(new TaskId(tasks.get(i).id()), submitted.get(i));
              }
            });
    return submitted;
  }

  private static long await(CompletableFuture<Long> at) throws IOException, InterruptedException {
    try {
      return at.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("a task failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("a task got no further within " + PATIENCE_SECONDS + " s", e);
    }
  }

  @Override
  public boolean wantsOffers() {
    return !waiting.isEmpty();
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    while (!waiting.isEmpty() && offers.launch(waiting.element()).placed()) {
      waiting.remove();
    }
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    long now = System.nanoTime();
    Journey journey = journeys.get(update.task());
    if (journey == null) {
      return;
    }
    if (update.state() == TaskState.TASK_RUNNING) {
      journey.running.complete(now);
    } else if (TaskUpdate.isTerminal(update.state())) {
      if (update.isFinished() || update.state() == TaskState.TASK_KILLED) {
        journey.running.complete(now);
        journey.finished.complete(now);
      } else {
        IOException failure = new IOException(update.toString());
        journey.running.completeExceptionally(failure);
        journey.finished.completeExceptionally(failure);
      }
      journeys.remove(update.task());
    }
  }

  @Override
  public void close() {
    framework.driver().teardown();
    var unused = framework.awaitEnd();
  }
}
