package io.proffer.master.http;

import akka.actor.typed.Scheduler;
import io.proffer.master.actor.Outbox;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Sees to it that a stream which was granted is also read: a client may go away before the answer
 * reaches it, and then nothing else would ever notice.
 */
final class StreamWatch {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Scheduler scheduler;
  private final Executor executor;

  StreamWatch(Scheduler scheduler, Executor executor) {
    this.scheduler = scheduler;
    this.executor = executor;
  }

  /** Loses the client of an outbox that no connection has begun to drain after a while. */
  void expectOpening(Outbox<?> outbox) {
    scheduler.scheduleOnce(
        PATIENCE,
        () -> {
          if (!outbox.opened()) {
            outbox.gone();
          }
        },
        scala.concurrent.ExecutionContext$.MODULE$.fromExecutor(executor));
  }
}
