package io.proffer.master.http.exec;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ws.Message;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import io.proffer.core.time.Ticker;
import io.proffer.master.http.server.WebSocketSession;
import java.util.concurrent.atomic.AtomicInteger;

/** Commands that run for people at browsers: a bounded number. Thread-safe. */
public final class ExecSessions {

  /** Each has two connections to an agent. */
  public static final int MAX = 64;

  private final ActorSystem<?> system;
  private final Ticker ticker;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param ticker tells how long nobody has typed
   */
  public ExecSessions(ActorSystem<?> system, Ticker ticker) {
    this.system = system;
    this.ticker = ticker;
  }

  /** Whether another may begin. */
  public boolean hasPlace() {
    return open.get() < MAX;
  }

  /** A session that begins when its WebSocket is open, and ends with it. */
  public WebSocketSession begin(ExecRequest wanted) {
    Flow<Message, Message, ?> flow =
        Flow.fromMaterializer(
            (materializer, attributes) -> {
              open.incrementAndGet();
              return new ExecSession(system, materializer, ticker, wanted)
                  .flow()
                  .watchTermination(
                      (unused, done) -> {
                        done.whenComplete((end, failure) -> open.decrementAndGet());
                        return unused;
                      });
            });
    return new FlowSession(flow, SystemMaterializer.get(system).materializer());
  }
}
