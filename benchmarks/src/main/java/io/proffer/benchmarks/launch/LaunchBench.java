package io.proffer.benchmarks.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs one launch benchmark: starts the three JVMs, lets them work, gathers their figures, ends
 * them.
 */
public final class LaunchBench {

  private static final List<String> MASTER_JVM = List.of("-Xms1g", "-Xmx2g", "-XX:+UseParallelGC");
  private static final List<String> LOAD_JVM = List.of("-Xms512m", "-Xmx1g", "-XX:+UseParallelGC");

  private LaunchBench() {}

  /**
   * Takes about ten seconds longer than warm-up and measuring together. Everything listens and
   * talks on loopback only.
   *
   * @param progress is told where the master is, for whoever wants to measure that meanwhile
   * @throws IOException when a JVM could not be started or ended too early; its message says which
   */
  public static LaunchReport run(LaunchOptions options, Consumer<String> progress)
      throws IOException {
    try (ChildJvm master = new ChildJvm("master", MASTER_JVM, MasterProcess.class, List.of())) {
      String port = master.await("READY").substring("READY ".length());
      List<String> arguments = new ArrayList<>();
      arguments.add(port);
      arguments.addAll(options.arguments());
      progress.accept("master http://127.0.0.1:%s pid %d".formatted(port, master.pid()));
      try (ChildJvm agents = new ChildJvm("agents", LOAD_JVM, AgentsProcess.class, arguments)) {
        agents.await("READY");
        try (ChildJvm frameworks =
            new ChildJvm("frameworks", LOAD_JVM, FrameworksProcess.class, arguments)) {
          return gather(options, master, agents, frameworks);
        }
      }
    }
  }

  private static LaunchReport gather(
      LaunchOptions options, ChildJvm master, ChildJvm agents, ChildJvm frameworks)
      throws IOException {
    String[] result = frameworks.await("RESULT").split(" ", -1);
    ProcessFigures loaders = ProcessFigures.parse(frameworks.await("FIGURES"));
    List<String> problems = new ArrayList<>(frameworks.problems());
    // A JVM ends once it was asked: the master last, for the others would miss it.
    ProcessFigures emulated = agents.figures();
    problems.addAll(agents.problems());
    Map<String, ProcessFigures> processes = new LinkedHashMap<>();
    processes.put("master", master.figures());
    processes.put("agents", emulated);
    processes.put("frameworks", loaders);
    problems.addAll(master.problems());
    return new LaunchReport(
        options,
        Double.parseDouble(result[1]),
        Long.parseLong(result[2]),
        Long.parseLong(result[3]),
        Long.parseLong(result[4]),
        Long.parseLong(result[5]),
        new LatencyMs(
            Double.parseDouble(result[6]),
            Double.parseDouble(result[7]),
            Double.parseDouble(result[8]),
            Double.parseDouble(result[9])),
        processes,
        problems);
  }
}
