package io.proffer.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.FakeMaster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskSessionTest {

  private final FakeAgent agent = new FakeAgent();
  private final FakeMaster master = new FakeMaster();

  @BeforeEach
  void given() {
    master
        .answering(
            "GET_AGENTS",
            "{\"get_agents\": {\"agents\": [{\"agent_info\": {\"id\": {\"value\": \"S0\"},"
                + " \"hostname\": \"127.0.0.1\", \"port\": "
                + agent.port()
                + "}}]}}")
        .answering(
            "GET_TASKS",
            "{\"get_tasks\": {\"tasks\": ["
                + task("web.1", "TASK_RUNNING", "c1")
                + ","
                + task("web.2", "TASK_RUNNING", "c2")
                + ","
                + task("job", "TASK_STAGING", "c3")
                + "]}}");
  }

  private static String task(String id, String state, String container) {
    return """
        {"task_id": {"value": "%s"}, "framework_id": {"value": "F0"}, "agent_id": {"value": "S0"},
         "state": "%s", "statuses": [{"state": "%s",
           "container_status": {"container_id": {"value": "%s", "parent": {"value": "e"}}}}]}"""
        .formatted(id, state, state, container);
  }

  @AfterEach
  void stop() {
    agent.close();
    master.close();
  }

  private CapturedTerminal terminal(String in) {
    return new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()), in);
  }

  @Test
  void whatIsTypedGoesToTheCommandAndWhatItSaysComesBack() {
    agent.exitingWith(7 << 8);
    CapturedTerminal terminal = terminal("over and out\n");

    int status = terminal.exitStatus("task", "exec", "-i", "web.1", "cat", "-n");

    assertThat(terminal.out()).isEqualTo("over and out\n");
    assertThat(terminal.err()).isEqualTo("!");
    assertThat(status).isEqualTo(7);
    JsonNode launch =
        agent.call("LAUNCH_NESTED_CONTAINER_SESSION").path("launch_nested_container_session");
    assertThat(launch.path("container_id").path("parent").toString())
        .isEqualTo("{\"value\":\"c1\",\"parent\":{\"value\":\"e\"}}");
    assertThat(launch.path("command").toString())
        .isEqualTo("{\"shell\":false,\"value\":\"cat\",\"arguments\":[\"cat\",\"-n\"]}");
    assertThat(launch.has("container")).as("a terminal").isFalse();
    assertThat(agent.call("WAIT_NESTED_CONTAINER").findPath("container_id"))
        .isEqualTo(launch.path("container_id"));
  }

  @Test
  void aCommandMayEndBeforeItCouldBeToldAnything() {
    agent.quick().exitingWith(9);

    assertThat(terminal("late").exitStatus("task", "exec", "-i", "web.2", "true"))
        .as("as a shell tells of a signal")
        .isEqualTo(128 + 9);
  }

  @Test
  void aTaskIsNamedByTheBeginningOfItsIdIfThatIsEnough() {
    agent.quick();

    assertThat(terminal("").run("task", "exec", "job", "true")).isEqualTo(ExitCode.FAILED);
    CapturedTerminal unclear = terminal("");
    assertThat(unclear.run("task", "exec", "web", "true")).isEqualTo(ExitCode.USAGE);
    assertThat(unclear.err()).contains("2 tasks");
    CapturedTerminal unknown = terminal("");
    assertThat(unknown.run("task", "exec", "nope", "true")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(unknown.err()).contains("no task 'nope' runs");
  }

  @Test
  void aTerminalIsNotGivenWhereThereIsNone() {
    CapturedTerminal terminal = terminal("");

    assertThat(terminal.run("task", "exec", "-t", "web.1", "sh")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("not a terminal");
  }

  @Test
  void whatTheAgentRefusesIsSaid() {
    agent.refusing("Parent container c1 does not exist");
    CapturedTerminal terminal = terminal("");

    assertThat(terminal.run("task", "exec", "web.1", "sh")).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err()).isEqualTo("proffer: Parent container c1 does not exist\n");
  }

  @Test
  void aTaskWithoutATerminalCannotBeJoined() {
    agent.refusing("I/O switchboard server was disabled for this container");
    CapturedTerminal terminal = terminal("");

    assertThat(terminal.run("task", "attach", "web.1")).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err()).contains("without a terminal").contains("task exec");
  }

  @Test
  void theKeysThatDetachMayComeOneByOne() {
    DetachKeys keys = new DetachKeys();

    assertThat(keys.in(new byte[] {'q', 17, 16})).isFalse();
    assertThat(keys.in(new byte[] {16})).isFalse();
    assertThat(keys.in(new byte[] {17})).isTrue();
  }
}
