package io.proffer.master.rehearsal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Plays frameworks and an agent against a master that serves nobody else. The Java runtime compiles
 * what it has seen run often, process-wide: what is rehearsed here is quick for the first real
 * client, and for the thousands that come at once when a standby takes over.
 *
 * <p>Not safe for use by several threads.
 */
public final class Rehearsal {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Every so many sessions the large answers are read too; they cost as much as many sessions. */
  private static final int SESSIONS_PER_READ = 64;

  private final int port;

  /**
   * @param port of the master, at the loopback interface
   */
  public Rehearsal(int port) {
    this.port = port;
  }

  /**
   * Plays until one of the limits is reached, or the thread is interrupted.
   *
   * @return how many sessions were played
   * @throws IOException when the master does not do as it should; the message says what
   */
  public int play(int mostSessions, Duration longest) throws IOException, InterruptedException {
    long start = System.nanoTime();
    int played = 0;
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    try (PretendedAgent agent = PretendedAgent.register(client, port);
        PretendedFramework framework = new PretendedFramework(port)) {
      while (played < mostSessions
          && !Thread.currentThread().isInterrupted()
          && System.nanoTime() - start < longest.toNanos()) {
        framework.session(played);
        if (played % SESSIONS_PER_READ == 0) {
          framework.look();
        }
        agent.check();
        played++;
      }
    } finally {
      client.shutdownNow(); // its close would wait for streams that have no end
    }
    return played;
  }
}
