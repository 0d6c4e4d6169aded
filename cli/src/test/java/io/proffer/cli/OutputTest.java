package io.proffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.client.FakeMaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is printed cannot always be had. */
class OutputTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  private int list(OutputStream out) {
    try (FakeMaster master =
        new FakeMaster()
            .answering(
                "GET_AGENTS",
                """
                {"get_agents": {"agents": [
                  {"agent_info": {"id": {"value": "m-S0"}, "hostname": "one"}},
                  {"agent_info": {"id": {"value": "m-S1"}, "hostname": "two"}}]}}
                """)) {
      Terminal terminal =
          new Terminal(
              new ByteArrayInputStream(new byte[0]),
              new StandardOutput(out),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              false,
              Map.of());
      return new ProfferCommandLine(terminal)
          .run("agent", "list", "-o", "name", "-m", master.address());
    }
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whoHasReadEnoughIsPrintedNothingMoreAndIsNotComplainedTo() {
    assertThat(list(failing("Broken pipe"))).isEqualTo(ExitCode.DONE.code());
    assertThat(said()).isEmpty();
  }

  @Test
  void whatCannotBeKeptIsAFailure() {
    assertThat(list(failing("No space left on device"))).isEqualTo(ExitCode.FAILED.code());
    assertThat(said())
        .isEqualTo("proffer: cannot write to standard output: No space left on device\n");
  }

  @Test
  void whatIsReadIsAllThere() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(list(out)).isEqualTo(ExitCode.DONE.code());
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("m-S0\nm-S1\n");
  }
}
