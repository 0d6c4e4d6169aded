package io.proffer.batch.http;

import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.RefusedException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the framework and waits for its answer; each request has a thread of its own. */
final class Backend {

  private static final long PATIENCE_SECONDS = 20;

  private final BatchApi api;

  Backend(BatchApi api) {
    this.api = api;
  }

  Optional<String> frameworkId() {
    return api.frameworkId();
  }

  <T> T ask(BatchApi.Question<T> question)
      throws HttpProblem, RefusedException, InvalidObjectException {
    try {
      return api.ask(question).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw HttpProblem.of(
          503, "The framework did not answer within " + PATIENCE_SECONDS + " seconds");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpProblem.of(503, "The framework stops");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      if (failed.getCause() instanceof InvalidObjectException invalid) {
        throw invalid;
      }
      throw HttpProblem.of(503, "The framework has failed: " + failed.getCause());
    }
  }
}
