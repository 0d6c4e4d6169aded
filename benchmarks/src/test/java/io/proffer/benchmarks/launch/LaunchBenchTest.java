package io.proffer.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the harness works, on a load that is no load; the figures are not looked at. */
class LaunchBenchTest {

  @Test
  void everyLaunchIsCountedOnceItRunsAndIsAcknowledged() throws IOException {
    LaunchReport report =
        LaunchBench.run(
            LaunchOptions.parse(
                List.of(
                    "--agents",
                    "10",
                    "--frameworks",
                    "2",
                    "--rate",
                    "50",
                    "--warm-up",
                    "2",
                    "--seconds",
                    "2")),
            progress -> {});

    assertThat(report.problems()).isEmpty();
    assertThat(report.lost()).isZero();
    assertThat(report.running()).isPositive();
    assertThat(report.acknowledged()).isEqualTo(report.running());
    assertThat(report.processes()).containsOnlyKeys("master", "agents", "frameworks");
    assertThat(report.table()).contains("launches/s");
  }
}
