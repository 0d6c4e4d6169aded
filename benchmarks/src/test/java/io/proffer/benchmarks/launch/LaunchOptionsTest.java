package io.proffer.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LaunchOptionsTest {

  @Test
  void argumentsGiveTheSameOptionsAgain() {
    LaunchOptions options =
        LaunchOptions.parse(List.of("--agents", "12", "--rate", "500", "--seconds", "3"));

    assertThat(options.agents()).isEqualTo(12);
    assertThat(options.rate()).isEqualTo(OptionalInt.of(500));
    assertThat(LaunchOptions.parse(options.arguments())).isEqualTo(options);
  }

  @Test
  void connectionsAreNeverMoreThanAgents() {
    assertThat(LaunchOptions.parse(List.of("--agents", "3")).connections()).isEqualTo(3);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> LaunchOptions.parse(List.of("--agent", "3")))
        .hasMessageContaining("unknown option --agent")
        .hasMessageContaining("--agents");
    assertThatThrownBy(() -> LaunchOptions.parse(List.of("--rate", "fast")))
        .hasMessage("--rate needs a whole number or max, not 'fast'");
    assertThatThrownBy(() -> LaunchOptions.parse(List.of("--seconds", "0")))
        .hasMessage("--seconds must be from 1 to 3600, not 0");
    assertThatThrownBy(() -> LaunchOptions.parse(List.of("--seconds")))
        .hasMessage("--seconds needs a value");
  }
}
