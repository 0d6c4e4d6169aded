package io.proffer.batch.scheduler;

import io.proffer.batch.http.BatchApi;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.sdk.Driver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings questions to the scheduler's thread. */
public final class DrivenBatch implements BatchApi {

  private final BatchScheduler scheduler;
  private final Driver driver;

  public DrivenBatch(BatchScheduler scheduler, Driver driver) {
    this.scheduler = scheduler;
    this.driver = driver;
  }

  @Override
  public <T> CompletionStage<T> ask(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    driver.execute(
        () -> {
          try {
            answer.complete(scheduler.ask(question, driver));
          } catch (RefusedException | InvalidObjectException no) {
            answer.completeExceptionally(no);
          } catch (Exception failure) {
            answer.completeExceptionally(failure);
            // State may be half changed: the driver must end.
            throw failure instanceof RuntimeException known
                ? known
                : new IllegalStateException(failure);
          }
        });
    return answer;
  }

  @Override
  public Optional<String> frameworkId() {
    return driver.frameworkId().map(id -> id.value());
  }
}
