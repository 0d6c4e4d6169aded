package io.proffer.benchmarks.docker;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.sdk.TaskBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the same containers again and again, with the command {@code docker}, with the engine's own
 * API and as a task of a framework, in turn; then starts many at once, in both ways that can.
 */
public final class DockerBench {

  private static final int WARM_UP = 15;

  /** As many as the agent has under way at once. */
  private static final int REQUESTS_AT_ONCE = 8;

  private static final int BURSTS = 3;

  private DockerBench() {}

  /** One way of running containers. */
  private interface Way {
    Spans run() throws IOException, InterruptedException;
  }

  /**
   * Measures.
   *
   * @throws IOException when a container or a task does not do as it should
   */
  public static DockerReport run(DockerBenchOptions options)
      throws IOException, InterruptedException {
    DockerCommand command = new DockerCommand(options.engine(), options.image());
    try (EngineAlone engine = new EngineAlone(options.engine(), options.image());
        SubmittedTasks tasks = new SubmittedTasks(options.master())) {
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put(DockerReport.COMMAND, command::run);
      ways.put(DockerReport.ENGINE, engine::run);
      ways.put(DockerReport.TASK, new Numbered("once", tasks, options)::run);
      Map<String, List<Spans>> spans = inTurn(ways, options.rounds());
      return new DockerReport(options, spans, bursts(engine, tasks, options));
    }
  }

  private static Map<String, List<Spans>> inTurn(Map<String, Way> ways, int rounds)
      throws IOException, InterruptedException {
    Map<String, List<Spans>> spans = new LinkedHashMap<>();
    ways.keySet().forEach(name -> spans.put(name, new ArrayList<>()));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        Lull.await();
        Spans span = way.getValue().run();
        if (round >= 0) {
          spans.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(span);
        }
      }
    }
    return spans;
  }

  /** The best of some bursts each, in turn. */
  private static DockerReport.Bursts bursts(
      EngineAlone engine, SubmittedTasks tasks, DockerBenchOptions options)
      throws IOException, InterruptedException {
    long alone = Long.MAX_VALUE;
    long asTasks = Long.MAX_VALUE;
    for (int burst = 0; burst < BURSTS; burst++) {
      alone = Math.min(alone, engine.startMany(options.parallel(), REQUESTS_AT_ONCE));
      List<TaskBuilder> many = new ArrayList<>();
      for (int i = 0; i < options.parallel(); i++) {
        many.add(container("burst-" + burst + "-" + i, options).program("sleep", "300"));
      }
      asTasks = Math.min(asTasks, tasks.startMany(many));
    }
    return new DockerReport.Bursts(alone, asTasks);
  }

  private static TaskBuilder container(String id, DockerBenchOptions options) {
    // What is killed here need not be asked first: 'sleep' as the first process would not listen.
    // One CPU weighs what a container of the command 'docker' does: the engine prepares a container
    // under its own limits, which takes the longer the less it may have.
    return task(id).image(options.image()).cpus(1).memMb(16).killGrace(Duration.ZERO);
  }

  /** Tasks with names of their own. */
  private static final class Numbered {

    private final String prefix;
    private final SubmittedTasks tasks;
    private final DockerBenchOptions options;
    private int next;

    private Numbered(String prefix, SubmittedTasks tasks, DockerBenchOptions options) {
      this.prefix = prefix;
      this.tasks = tasks;
      this.options = options;
    }

    private Spans run() throws IOException, InterruptedException {
      String name = prefix + "-" + next++;
      return tasks.run(
          container(name + "-stays", options).program("sleep", "300"),
          container(name, options).program("true"));
    }
  }
}
