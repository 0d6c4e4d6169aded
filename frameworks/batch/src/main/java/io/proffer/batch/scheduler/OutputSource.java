package io.proffer.batch.scheduler;

import io.proffer.batch.kernel.Output;
import io.proffer.batch.sandbox.SandboxFiles.Sandbox;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows what tasks that have ended have left for others. Thread-safe. */
@FunctionalInterface
public interface OutputSource {

  /** Where nothing can be read. */
  OutputSource NONE =
      sandbox -> CompletableFuture.completedFuture(new Output.Unreadable("nobody reads it"));

  /** What is in the sandbox of a task; never fails. */
  CompletionStage<Output> read(Sandbox sandbox);
}
