package io.proffer.service.http;

import io.proffer.service.change.TreeChange;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** Asks the framework and waits for its answer; each request has a thread of its own. */
final class Backend {

  private static final long PATIENCE_SECONDS = 20;

  private final ServiceApi api;

  Backend(ServiceApi api) {
    this.api = api;
  }

  ServiceApi api() {
    return api;
  }

  /** Everything as it is now. */
  ServiceSnapshot snapshot() throws HttpProblem {
    return ask(ServiceKernel::snapshot);
  }

  /** Everything as it is now but for the time, and for what waits and why. */
  ServiceSnapshot present() throws HttpProblem {
    return await(api.snapshot());
  }

  Outcome change(TreeChange change, boolean force) throws HttpProblem {
    return ask((kernel, now) -> kernel.change(change, force, now));
  }

  <T> T ask(BiFunction<ServiceKernel, Instant, T> question) throws HttpProblem {
    return await(api.ask(question));
  }

  private static <T> T await(CompletionStage<T> answer) throws HttpProblem {
    try {
      return answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw HttpProblem.of(
          503, "The framework did not answer within " + PATIENCE_SECONDS + " seconds");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpProblem.of(503, "The framework stops");
    } catch (ExecutionException failed) {
      throw HttpProblem.of(503, "The framework has failed: " + failed.getCause());
    }
  }
}
