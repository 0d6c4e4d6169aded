package io.proffer.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.proffer.benchmarks.launch.LaunchBench;
import io.proffer.benchmarks.launch.LaunchOptions;
import io.proffer.benchmarks.launch.LaunchReport;
import java.io.IOException;
import java.io.PrintStream;

/** The benchmarks, for a command line that has read the options. */
public final class Bench {

  private Bench() {}

  /**
   * Measures launches. The table goes to {@code out}, then the same figures as JSON.
   *
   * @return an exit status: 0 measured, 1 measured with problems or not at all
   */
  public static int launch(LaunchOptions options, PrintStream out, PrintStream err) {
    try {
      LaunchReport report = LaunchBench.run(options);
      out.print(report.table());
      out.println(json(report));
      return report.problems().isEmpty() && report.lost() == 0 ? 0 : 1;
    } catch (IOException e) {
      err.println("proffer: " + e.getMessage());
      return 1;
    }
  }

  private static String json(LaunchReport report) throws JsonProcessingException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(report.json());
  }
}
