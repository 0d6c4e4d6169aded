package io.proffer.batch.http;

import io.proffer.batch.kernel.BatchKernel;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The framework as its HTTP API sees it. Thread-safe. */
public interface BatchApi {

  /** A question to the kernel, or a wish. */
  @FunctionalInterface
  interface Question<T> {
    /** The answer, with all that follows from it decided. */
    T ask(BatchKernel kernel, Instant now) throws Exception;
  }

  /**
   * Asks the kernel; the answer comes when all that follows is stored. What the question throws,
   * the stage ends with.
   */
  <T> CompletionStage<T> ask(Question<T> question);

  /** The framework's id; empty before a master has taken its subscription. */
  Optional<String> frameworkId();
}
