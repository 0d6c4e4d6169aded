package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.actor.ReadModel;
import io.proffer.master.kernel.MasterSettings;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenderedAnswersTest {

  private final ReadModel reads = new ReadModel(MasterSettings.defaults().retention());
  private final ArrayDeque<Runnable> renderings = new ArrayDeque<>();
  private final AtomicInteger rendered = new AtomicInteger();
  private CountDownLatch asked = new CountDownLatch(1);
  private final RenderedAnswers answers =
      new RenderedAnswers(
          reads,
          task -> {
            synchronized (renderings) {
              renderings.add(task);
            }
            asked.countDown();
          });

  @AfterEach
  void stop() {
    reads.close();
  }

  @Test
  void anAnswerIsKeptWhileNothingHappens() throws Exception {
    CompletionStage<Rendered> first = ask();
    render();
    CompletionStage<Rendered> second = ask();

    assertThat(second.toCompletableFuture()).isCompleted();
    assertThat(second.toCompletableFuture().join()).isSameAs(first.toCompletableFuture().join());
    assertThat(rendered).hasValue(1);
  }

  @Test
  void whoeverAsksWhileOneIsRenderedGetsTheNextTogether() throws Exception {
    CompletionStage<Rendered> first = ask();
    CompletionStage<Rendered> second = ask();
    CompletionStage<Rendered> third = ask();
    render();
    assertThat(first.toCompletableFuture()).isCompleted();
    assertThat(second.toCompletableFuture()).isNotCompleted();

    render();
    assertThat(second.toCompletableFuture()).isCompleted();
    assertThat(third.toCompletableFuture()).isCompleted();
  }

  @Test
  void aFailureIsToldAndNotKept() throws Exception {
    CompletionStage<Rendered> failed =
        answers.get(
            "broken",
            snapshot -> {
              throw new IllegalStateException("cannot render");
            });
    render();

    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
  }

  private CompletionStage<Rendered> ask() {
    return answers.get(
        "state",
        snapshot -> {
          rendered.incrementAndGet();
          return new byte[] {1};
        });
  }

  private void render() throws InterruptedException {
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    asked = new CountDownLatch(1);
    Runnable task;
    synchronized (renderings) {
      task = renderings.remove();
    }
    task.run();
  }
}
