package io.proffer.batch.sandbox;

import io.proffer.batch.kernel.Output;
import io.proffer.batch.sandbox.SandboxFiles.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** Reads what tasks have left for others; an agent that is away is asked again for a while. */
public final class SandboxOutputs {

  private static final int TRIES = 30;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MAX_AT_ONCE = 50;

  private final SandboxFiles files;
  private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

  public SandboxOutputs(SandboxFiles files) {
    this.files = files;
  }

  /** What is in the sandbox; the stage never fails. */
  public CompletionStage<Output> read(Sandbox sandbox) {
    CompletableFuture<Output> output = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("output-" + sandbox.taskId())
        .start(() -> output.complete(now(sandbox)));
    return output;
  }

  private Output now(Sandbox sandbox) {
    String trouble = "";
    try {
      for (int i = 0; i < TRIES; i++) {
        turns.acquire();
        try {
          return once(sandbox);
        } catch (IOException away) {
          trouble = String.valueOf(away.getMessage());
        } finally {
          turns.release();
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      trouble = "the framework stops";
    }
    return new Output.Unreadable("its agent cannot be asked: " + trouble);
  }

  private Output once(Sandbox sandbox) throws IOException, InterruptedException {
    Optional<String> text = files.whole(sandbox, Output.FILE, Output.MAX_BYTES + 1);
    if (text.isPresent()) {
      return new Output.Text(text.get());
    }
    // Every sandbox has this one: without it, it is the sandbox that is not there any more.
    return files.page(sandbox, "stdout", 0).isPresent()
        ? new Output.Text("")
        : new Output.Unreadable("its sandbox is not there any more");
  }
}
