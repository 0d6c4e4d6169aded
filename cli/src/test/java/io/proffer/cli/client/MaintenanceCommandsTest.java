package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Maintenance of machines is planned and done. */
class MaintenanceCommandsTest {
  private static final String ONE = "{\"hostname\":\"one\",\"ip\":\"10.0.0.1\"}";
  private static final String TWO = "{\"hostname\":\"two\",\"ip\":\"10.0.0.2\"}";
  private static final String WINDOW =
      "{\"machine_ids\":[%s],\"unavailability\":{\"start\":{\"nanoseconds\":1700000000000000000},"
          + "\"duration\":{\"nanoseconds\":5400000000000}}}";

  private final FakeMaster master =
      new FakeMaster()
          .answering("UPDATE_MAINTENANCE_SCHEDULE", "")
          .answering("START_MAINTENANCE", "")
          .answering("STOP_MAINTENANCE", "")
          .answering(
              "GET_AGENTS",
              "{\"get_agents\":{\"agents\":[%s,%s]}}"
                  .formatted(agent("m-S0", "one", "10.0.0.1"), agent("m-S1", "two", "10.0.0.2")));
  private final CapturedTerminal terminal =
      new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()));

  MaintenanceCommandsTest() {
    scheduled();
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private static String agent(String id, String hostname, String ip) {
    return "{\"agent_info\":{\"id\":{\"value\":\"%s\"},\"hostname\":\"%s\"},\"pid\":\"slave(1)@%s:5051\"}"
        .formatted(id, hostname, ip);
  }

  private void scheduled(String... windows) {
    master.answering(
        "GET_MAINTENANCE_SCHEDULE",
        "{\"get_maintenance_schedule\":{\"schedule\":{\"windows\":[%s]}}}"
            .formatted(String.join(",", windows)));
  }

  private static String update(String... windows) {
    return "{\"type\":\"UPDATE_MAINTENANCE_SCHEDULE\",\"update_maintenance_schedule\":{\"schedule\":"
        + "{\"windows\":["
        + String.join(",", windows)
        + "]}}}";
  }

  @Test
  void aMachineIsScheduledByTheIdOfItsAgent() {
    assertThat(
            terminal.run(
                "maintenance",
                "schedule",
                "m-S0",
                "--at",
                "2023-11-14T22:13:20Z",
                "--for",
                "90mins"))
        .isEqualTo(ExitCode.DONE);

    assertThat(master.asked().getLast()).isEqualTo(update(WINDOW.formatted(ONE)));
    assertThat(terminal.err()).contains("from 2023-11-14T22:13:20Z on: one/10.0.0.1");
  }

  @Test
  void theOthersInTheScheduleStayAsTheyAre() {
    scheduled(WINDOW.formatted(ONE + "," + TWO));

    assertThat(terminal.run("maintenance", "schedule", "ONE", "--at", "2023-11-15T00:13:20+02:00"))
        .isEqualTo(ExitCode.DONE);

    assertThat(master.asked().getLast())
        .isEqualTo(
            update(
                WINDOW.formatted(TWO),
                "{\"machine_ids\":["
                    + ONE
                    + "],\"unavailability\":{\"start\":{\"nanoseconds\":1700000000000000000}}}"));
  }

  @Test
  void machinesAreBroughtDownAndUp() {
    terminal.run("maintenance", "start", "one", "10.0.0.2");

    assertThat(master.asked().getLast())
        .isEqualTo(
            "{\"type\":\"START_MAINTENANCE\",\"start_maintenance\":{\"machines\":["
                + ONE
                + ","
                + TWO
                + "]}}");
    assertThat(terminal.run("maintenance", "stop", "far/10.9.9.9")).isEqualTo(ExitCode.DONE);
    assertThat(master.asked().getLast())
        .contains("STOP_MAINTENANCE")
        .contains("{\"hostname\":\"far\",\"ip\":\"10.9.9.9\"}");
  }

  @Test
  void machinesAreTakenOutOfTheSchedule() {
    scheduled(WINDOW.formatted(ONE), WINDOW.formatted(TWO));

    terminal.run("maintenance", "cancel", "one");
    assertThat(master.asked().getLast()).isEqualTo(update(WINDOW.formatted(TWO)));

    terminal.run("maintenance", "cancel", "--all");
    assertThat(master.asked().getLast()).isEqualTo(update());
    assertThat(terminal.run("maintenance", "cancel")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theStatusSaysWhatFrameworksAnswered() {
    scheduled(WINDOW.formatted(ONE), WINDOW.formatted(TWO));
    master.answering(
        "GET_MAINTENANCE_STATUS",
        "{\"get_maintenance_status\":{\"status\":{\"draining_machines\":[{\"id\":%s,\"statuses\":"
                .formatted(ONE)
            + "[{\"status\":\"ACCEPT\",\"framework_id\":{\"value\":\"f-1\"}}]}],\"down_machines\":["
            + TWO
            + "]}}}");
    master.answering(
        "GET_FRAMEWORKS",
        "{\"get_frameworks\":{\"frameworks\":[{\"framework_info\":{\"id\":{\"value\":\"f-1\"},"
            + "\"name\":\"service\"}}]}}");

    assertThat(terminal.run("maintenance", "status")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.out())
        .containsPattern("one +10.0.0.1 +scheduled +2023-11-14T22:13:20Z +90mins +service: accept")
        .containsPattern("two +10.0.0.2 +down +2023-11-14T22:13:20Z +90mins");
  }

  @Test
  void whatCannotBeMeantIsSaid() {
    assertThat(terminal.run("maintenance", "start", "nobody")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains("no agent is on a machine called nobody");
    assertThat(terminal.run("maintenance", "schedule", "one")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("maintenance", "schedule", "one", "--at", "noon"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("'noon' is no instant");
  }
}
