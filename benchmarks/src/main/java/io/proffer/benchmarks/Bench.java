package io.proffer.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.proffer.benchmarks.launch.LaunchBench;
import io.proffer.benchmarks.launch.LaunchOptions;
import io.proffer.benchmarks.launch.LaunchReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The benchmarks by name, for a command line. */
public final class Bench {

  private static final String USAGE =
      """
      usage: proffer bench launch [--agents 1000] [--connections 8] [--frameworks 4] [--rate max|N]
                                  [--warm-up 20] [--seconds 30] [--task-ms 1000] [--in-flight 2000]
      """;

  private Bench() {}

  /**
   * Runs the benchmark that the first argument names. The table goes to {@code out}, then the same
   * figures as JSON.
   *
   * @return an exit status: 0 measured, 1 measured with problems or not at all, 2 wrong usage
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || !arguments.get(0).equals("launch")) {
      err.print(USAGE);
      return 2;
    }
    LaunchOptions options;
    try {
      options = LaunchOptions.parse(arguments.subList(1, arguments.size()));
    } catch (IllegalArgumentException e) {
      err.println("proffer bench launch: " + e.getMessage());
      err.print(USAGE);
      return 2;
    }
    try {
      LaunchReport report = LaunchBench.run(options);
      out.print(report.table());
      out.println(json(report));
      return report.problems().isEmpty() && report.lost() == 0 ? 0 : 1;
    } catch (IOException e) {
      err.println("proffer bench launch: " + e.getMessage());
      return 1;
    }
  }

  private static String json(LaunchReport report) throws JsonProcessingException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(report.json());
  }
}
