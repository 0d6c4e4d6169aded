package io.proffer.service.scheduler;

import io.proffer.sdk.Driver;
import io.proffer.service.http.ServiceApi;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Brings questions to the scheduler's thread. */
public final class DrivenService implements ServiceApi {

  private final ServiceScheduler scheduler;
  private final Driver driver;
  private final Runnable abdicate;

  /** What was answered last: as long as nothing changes it is still true. */
  private volatile ServiceSnapshot present;

  public DrivenService(ServiceScheduler scheduler, Driver driver, Runnable abdicate) {
    this.scheduler = scheduler;
    this.driver = driver;
    this.abdicate = abdicate;
    this.present = scheduler.restored();
  }

  @Override
  public void abdicate() {
    abdicate.run();
  }

  @Override
  public <T> CompletionStage<T> ask(BiFunction<ServiceKernel, Instant, T> question) {
    if (scheduler.isFull()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("its store is far behind; try again later"));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    driver.execute(
        () -> {
          try {
            scheduler.ask(question, answer::complete, driver);
          } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
            throw failure; // State may be half changed: the driver must end.
          }
        });
    return answer;
  }

  @Override
  public CompletionStage<ServiceSnapshot> snapshot() {
    ServiceSnapshot known = present;
    if (known.revision() == scheduler.revision()) {
      return CompletableFuture.completedStage(known);
    }
    return ask(ServiceKernel::snapshot)
        .thenApply(
            now -> {
              present = now;
              return now;
            });
  }

  @Override
  public Optional<String> frameworkId() {
    return driver.frameworkId().map(id -> id.value());
  }

  @Override
  public Optional<String> master() {
    return scheduler.master();
  }
}
