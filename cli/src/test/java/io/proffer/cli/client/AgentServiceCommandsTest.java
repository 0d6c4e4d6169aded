package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents are taken out of service and back. */
class AgentServiceCommandsTest {

  private final FakeMaster master =
      new FakeMaster()
          .answering("DRAIN_AGENT", "")
          .answering("DEACTIVATE_AGENT", "")
          .answering("REACTIVATE_AGENT", "")
          .answering("GET_TASKS", "{\"get_tasks\": {}}");
  private final CapturedTerminal terminal =
      new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()));

  @AfterEach
  void stop() {
    master.close();
  }

  private void agents(String... agents) {
    master.answering(
        "GET_AGENTS", "{\"get_agents\": {\"agents\": [" + String.join(",", agents) + "]}}");
  }

  private static String agent(String id, String hostname, String more) {
    return """
        {"agent_info": {"id": {"value": "%s"}, "hostname": "%s", "port": 5051}%s}
        """
        .formatted(id, hostname, more);
  }

  @Test
  void anAgentIsDrainedByItsHostname() {
    agents(agent("m-S0", "one.example", ""), agent("m-S1", "two.example", ""));

    ExitCode code = terminal.run("agent", "drain", "two.example", "--max-grace", "30s");

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(master.asked().getLast())
        .isEqualTo(
            "{\"type\":\"DRAIN_AGENT\",\"drain_agent\":{\"agent_id\":{\"value\":\"m-S1\"},"
                + "\"mark_gone\":false,\"max_grace_period\":{\"seconds\":30,\"nanos\":0}}}");
  }

  @Test
  void anAgentIsFoundByHowItsIdBegins() {
    agents(agent("abc-S0", "one.example", ""), agent("abd-S1", "two.example", ""));

    assertThat(terminal.run("agent", "deactivate", "abd")).isEqualTo(ExitCode.DONE);
    assertThat(master.asked().getLast()).contains("\"abd-S1\"");

    assertThat(terminal.run("agent", "deactivate", "ab")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("several agents begin with ab", "abc-S0, abd-S1");
  }

  @Test
  void itIsFollowedUntilItIsDrained() {
    agents(agent("m-S0", "one.example", ", \"drain_info\": {\"state\": \"DRAINED\"}"));

    assertThat(terminal.run("agent", "drain", "m-S0", "--wait")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.err()).isEqualToIgnoringNewLines("m-S0 is drained.");
  }

  @Test
  void orUntilItIsGone() {
    agents();

    assertThat(terminal.run("agent", "drain", "m-S0", "--wait", "--mark-gone"))
        .isEqualTo(ExitCode.DONE);

    assertThat(master.asked().get(1)).contains("\"mark_gone\":true");
    assertThat(terminal.err()).contains("m-S0 is no longer among the agents.");
  }

  @Test
  void orForNoLongerThanAnybodyWaits() {
    agents(agent("m-S0", "one.example", ", \"drain_info\": {\"state\": \"DRAINING\"}"));
    master.answering(
        "GET_TASKS", "{\"get_tasks\": {\"tasks\": [{\"agent_id\": {\"value\": \"m-S0\"}}]}}");

    assertThat(terminal.run("agent", "drain", "m-S0", "--wait", "--timeout", "1s"))
        .isEqualTo(ExitCode.TIMED_OUT);

    assertThat(terminal.err())
        .contains("m-S0 is being drained: 1 task is left.")
        .contains("m-S0 is not drained after 1 s");
  }

  @Test
  void aHostnameThatSeveralHaveIsNotEnough() {
    agents(agent("m-S0", "one.example", ""), agent("m-S1", "one.example", ""));

    assertThat(terminal.run("agent", "deactivate", "one.example")).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.err()).contains("Say which by its id: m-S0, m-S1.");
  }

  @Test
  void whatTheMasterRefusesIsTold() {
    agents();
    master.answeringAll(400, Map.of(), "Agent is not deactivated");
    master.forgetting("REACTIVATE_AGENT");

    assertThat(terminal.run("agent", "reactivate", "m-S0")).isEqualTo(ExitCode.FAILED);

    assertThat(terminal.err()).contains("Agent is not deactivated");
  }

  @Test
  void theListSaysWhichAreOutOfService() {
    agents(
        agent("m-S0", "one.example", ", \"active\": true"),
        agent("m-S1", "two.example", ", \"deactivated\": true"),
        agent(
            "m-S2",
            "three.example",
            ", \"deactivated\": true, \"drain_info\": {\"state\": \"DRAINING\"}"));

    assertThat(terminal.run("agent", "list")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.out())
        .containsPattern("m-S0 +one.example +5051 +active ")
        .containsPattern("m-S1 +two.example +5051 +deactivated ")
        .containsPattern("m-S2 +three.example +5051 +draining ");
  }
}
