package io.proffer.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.dockerjava.api.exception.DockerException;
import io.proffer.benchmarks.batch.BatchBench;
import io.proffer.benchmarks.batch.BatchBenchOptions;
import io.proffer.benchmarks.batch.BatchFigures;
import io.proffer.benchmarks.docker.DockerBench;
import io.proffer.benchmarks.docker.DockerBenchOptions;
import io.proffer.benchmarks.docker.DockerReport;
import io.proffer.benchmarks.launch.LaunchBench;
import io.proffer.benchmarks.launch.LaunchOptions;
import io.proffer.benchmarks.launch.LaunchReport;
import io.proffer.benchmarks.process.ProcessBench;
import io.proffer.benchmarks.process.ProcessReport;
import io.proffer.benchmarks.service.ServiceBench;
import io.proffer.benchmarks.service.ServiceBenchOptions;
import io.proffer.benchmarks.service.ServiceReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The benchmarks, for a command line that has read the options. */
public final class Bench {

  private Bench() {}

  /**
   * Measures launches. The table goes to {@code out}, then the same figures as JSON; what is going
   * on to {@code err}.
   *
   * @return an exit status: 0 measured, 1 measured with problems or not at all
   */
  public static int launch(LaunchOptions options, PrintStream out, PrintStream err) {
    try {
      LaunchReport report = LaunchBench.run(options, err::println);
      out.print(report.table());
      out.println(json(report.json()));
      return report.problems().isEmpty() && report.lost() == 0 ? 0 : 1;
    } catch (IOException e) {
      err.println("proffer: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Measures the start of processes. The table goes to {@code out}, then the same figures as JSON.
   *
   * @param workDir where there is room for sandboxes
   * @param rounds how often each way of starting one is taken
   * @return an exit status: 0 measured, 1 not
   */
  public static int process(Path workDir, int rounds, PrintStream out, PrintStream err) {
    try {
      ProcessReport report = ProcessBench.run(workDir, rounds);
      out.print(report.table());
      out.println(json(report.json()));
      return 0;
    } catch (IOException | IllegalStateException e) {
      err.println("proffer: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /**
   * Measures containers on a cluster that is up. The table goes to {@code out}, then the same
   * figures as JSON.
   *
   * @return an exit status: 0 measured, 1 not
   */
  public static int docker(DockerBenchOptions options, PrintStream out, PrintStream err) {
    try {
      DockerReport report = DockerBench.run(options);
      out.print(report.table());
      out.println(json(report.json()));
      return 0;
    } catch (IOException | DockerException e) {
      err.println("proffer: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /**
   * Measures the service framework. The table goes to {@code out}, then the same figures as JSON.
   *
   * @param workDir where there is room for a ZooKeeper's data
   * @return an exit status: 0 measured, 1 not, or too few instances ran at some moment
   */
  public static int service(
      ServiceBenchOptions options, Path workDir, PrintStream out, PrintStream err) {
    try {
      ServiceReport report = ServiceBench.run(options, workDir);
      out.print(report.table());
      out.println(json(report.json()));
      return report.isSafe() ? 0 : 1;
    } catch (IOException | IllegalStateException e) {
      err.println("proffer: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /**
   * Measures the batch framework. Each part's rows go to {@code out} when it has ended, then all
   * figures as JSON; how far an array has got to {@code err}.
   *
   * @param workDir where there is room for its state
   * @return an exit status: 0 measured, 1 not
   */
  public static int batch(
      BatchBenchOptions options, Path workDir, PrintStream out, PrintStream err) {
    try {
      Map<String, Object> all = new LinkedHashMap<>();
      for (BatchBenchOptions.Part part : options.parts()) {
        BatchFigures figures = BatchBench.run(part, options, workDir, err::println);
        out.print(figures.table());
        out.flush();
        all.putAll(figures.json());
      }
      out.println(json(all));
      return 0;
    } catch (IOException | IllegalStateException e) {
      err.println("proffer: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static String json(Map<String, Object> figures) throws JsonProcessingException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(figures);
  }
}
