package io.proffer.sdk;

import io.proffer.core.protocol.MediaType;
import io.proffer.sdk.internal.ExecutorEnd;
import io.proffer.sdk.internal.http.ExecutorEnvironment;
import io.proffer.sdk.internal.http.ExecutorThread;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Runs an executor in the process that an agent has started for it: see {@link Proffer#executor}.
 * Where the agent is, and who this is, is in the environment.
 */
public final class ExecutorBuilder {

  private Map<String, String> environment = System.getenv();
  private MediaType mediaType = MediaType.PROTOBUF;

  ExecutorBuilder() {}

  /** Another environment than that of this process, for tests. */
  public ExecutorBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /** How messages are written; JSON is for people who look at the wire. */
  public ExecutorBuilder mediaType(MediaType type) {
    this.mediaType = type;
    return this;
  }

  /**
   * Runs the executor until it stops or is shut down. Interrupting the calling thread stops it.
   *
   * @throws ExecutorEndedException when it ends in another way; the message says how
   * @throws IllegalArgumentException when the environment is not that of an executor; the message
   *     says what is missing
   */
  public void run(Executor executor) {
    ExecutorThread thread =
        new ExecutorThread(ExecutorEnvironment.of(environment), executor, mediaType);
    thread.start();
    switch (await(thread)) {
      case ExecutorEnd.Stopped end -> {}
      case ExecutorEnd.AgentGone end -> throw new ExecutorEndedException(end.reason(), null);
      case ExecutorEnd.Crashed end ->
          throw new ExecutorEndedException("the executor has thrown", end.cause());
    }
  }

  private static ExecutorEnd await(ExecutorThread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        ExecutorEnd end = thread.ended().get();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return end;
      } catch (InterruptedException asked) {
        interrupted = true;
        thread.stop();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
