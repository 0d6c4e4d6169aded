package io.proffer.benchmarks.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The JVM of the emulated agents: {@code AgentsProcess MASTER_PORT OPTIONS...}. It prints READY
 * when all are registered, and its figures when a line comes in.
 */
final class AgentsProcess {

  private static final Duration MOST_WAIT = Duration.ofSeconds(60);

  private AgentsProcess() {}

  public static void main(String[] arguments) throws IOException {
    LaunchOptions options =
        LaunchOptions.parse(Arrays.asList(arguments).subList(1, arguments.length));
    int port = Integer.parseInt(arguments[0]);
    AtomicReference<String> problem = new AtomicReference<>();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    HttpClient client = HttpClient.newHttpClient();
    List<AgentConnection> connections = new ArrayList<>();
    for (int i = 0; i < options.connections(); i++) {
      int first = (int) ((long) options.agents() * i / options.connections());
      int end = (int) ((long) options.agents() * (i + 1) / options.connections());
      AgentConnection connection =
          new AgentConnection(
              i, first, end - first, Duration.ofMillis(options.taskMs()), timer, problem);
      connection.open(client, port);
      connections.add(connection);
    }
    long start = System.nanoTime();
    while (problem.get() == null
        && !connections.stream().allMatch(AgentConnection::allRegistered)) {
      LockSupport.parkNanos(5_000_000);
      if (System.nanoTime() - start > MOST_WAIT.toNanos()) {
        problem.compareAndSet(null, "not all agents were registered within " + MOST_WAIT);
      }
    }
    System.out.println("READY");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    System.out.println(ProcessFigures.now().line());
    String wrong = problem.get();
    if (wrong != null) {
      System.out.println("PROBLEM " + wrong.replace('\n', ' '));
    }
    System.exit(0);
  }
}
