package io.proffer.benchmarks.process;

import io.proffer.agent.runtime.IsolationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the same command again and again, by {@code posix_spawn} alone and through the agent's
 * process runtime, in turn, and compares the time from asking for it to knowing that it has ended.
 */
public final class ProcessBench {

  private static final List<String> COMMAND = List.of("/bin/true");
  private static final int WARM_UP = 30;

  private ProcessBench() {}

  /** One way of running the command. */
  private interface Way {
    void run() throws InterruptedException;
  }

  /**
   * Measures.
   *
   * @param workDir sandboxes are made, and afterwards removed, in a new directory below it
   * @param rounds how often each way is taken
   * @throws IOException when there is no room for sandboxes
   */
  public static ProcessReport run(Path workDir, int rounds)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(Files.createDirectories(workDir), "bench-process-");
    IsolationOptions isolation = IsolationOptions.defaults();
    PlainSpawn plain = new PlainSpawn();
    try (RuntimeUnderTest task = new RuntimeUnderTest(work, isolation, false, Optional.empty());
        RuntimeUnderTest checkpointed =
            new RuntimeUnderTest(work, isolation, true, Optional.empty())) {
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put(ProcessReport.PLAIN, () -> plain.run(COMMAND));
      ways.put("task", () -> task.run(COMMAND));
      ways.put("checkpointed task", () -> checkpointed.run(COMMAND));
      return new ProcessReport(rounds, measure(ways, rounds));
    } finally {
      delete(work);
    }
  }

  private static Map<String, long[]> measure(Map<String, Way> ways, int rounds)
      throws InterruptedException {
    Map<String, long[]> nanos = new LinkedHashMap<>();
    ways.keySet().forEach(name -> nanos.put(name, new long[rounds]));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        long begun = System.nanoTime();
        way.getValue().run();
        long span = System.nanoTime() - begun;
        if (round >= 0) {
          nanos.getOrDefault(way.getKey(), new long[rounds])[round] = span;
        }
      }
    }
    nanos.values().forEach(Arrays::sort);
    return nanos;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
