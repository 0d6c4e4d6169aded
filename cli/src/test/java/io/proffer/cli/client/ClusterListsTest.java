package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators list besides agents, frameworks and tasks, and how one thing is shown. */
class ClusterListsTest {

  private static final String FRAMEWORKS =
      """
      {"frameworks": [
         {"framework_info": {"id": {"value": "m-0000"}, "name": "web", "user": "ada"},
          "offers": [{"id": {"value": "m-O7"}, "framework_id": {"value": "m-0000"},
            "agent_id": {"value": "m-S0"}, "allocation_info": {"role": "shop"},
            "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1.5}}]}]},
         {"framework_info": {"id": {"value": "m-0001"}, "name": "cron", "user": "bob"}}]}
      """;

  private static final String ROLES =
      """
      {"roles": [{"name": "shop", "weight": 2.0, "frameworks": ["m-0000"],
         "quota": {"guarantee": {"cpus": 4.0, "mem": 1024.0}, "limit": {}},
         "allocated": {"cpus": 2.5, "mem": 512, "disk": 0}, "offered": {"cpus": 1.5, "mem": 0}}]}
      """;

  private static final String AGENTS =
      """
      {"slaves": [{"id": "m-S0", "hostname": "one.example",
         "used_resources_full": [],
         "reserved_resources_full": {"shop": [
           {"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}},
           {"name": "disk", "type": "SCALAR", "scalar": {"value": 512},
            "reservations": [{"role": "shop"}],
            "disk": {"persistence": {"id": "db-0"}, "volume": {"container_path": "data"}}}]}}]}
      """;

  private static final String MASTERS =
      """
      {"self": "a:5050", "leader": "b:5050", "masters": ["a:5050", "b:5050"]}
      """;

  private static final String FILTERS =
      """
      {"offers": {"made": 9, "accepted": 4, "declined": 3, "withdrawn": 1},
       "suppressed": [{"role": "shop", "since": 1772366400}], "refusals_in_all": 1,
       "refusals": [{"role": "shop", "agent_id": "m-S0", "cpus": 1.5, "mem": 64, "disk": 0, "gpus": 0,
         "until": 1772366405.5}]}
      """;

  private static final String AUDIT =
      """
      {"entries": [
        {"number": 2, "time": "2026-03-01T12:00:05Z", "principal": "ada", "address": "10.0.0.9",
         "call": "POST /teardown", "target": "m-0000", "status": 403, "message": "Not yours"},
        {"number": 1, "time": "2026-03-01T12:00:00Z", "principal": "", "address": "10.0.0.8",
         "call": "DRAIN_AGENT", "target": "m-S0", "status": 200, "message": ""}]}
      """;

  private final FakeMaster master =
      new FakeMaster()
          .answering("GET_FRAMEWORKS", "{\"get_frameworks\": " + FRAMEWORKS + "}")
          .answering("/roles", ROLES)
          .answering("/slaves", AGENTS)
          .answering("/dashboard/masters", MASTERS)
          .answering("/dashboard/filters", FILTERS)
          .answering("/audit", AUDIT);
  private final CapturedTerminal terminal =
      new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()));

  @AfterEach
  void stop() {
    master.close();
  }

  private String printed(String... command) {
    assertThat(terminal.run(command)).isEqualTo(ExitCode.DONE);
    return terminal.out();
  }

  @Test
  void offersNameWhoHoldsThem() {
    assertThat(printed("offer", "list"))
        .isEqualToNormalizingWhitespace(
            """
            ID FRAMEWORK AGENT ID ROLE CPUS MEM MB DISK MB
            m-O7 web m-S0 shop 1.5 0 0
            """);
  }

  @Test
  void rolesSayWhatIsHeldAndOfferedInThem() {
    assertThat(printed("role", "list"))
        .isEqualToNormalizingWhitespace(
            """
            NAME FRAMEWORKS WEIGHT GUARANTEE LIMIT CPUS MEM MB DISK MB CPUS OFFERED MEM MB OFFERED
            shop 1 2 cpus:4; mem:1024 - 2.5 512 0 1.5 0
            """);
  }

  @Test
  void volumesAreThoseReservationsThatPersist() {
    assertThat(printed("volume", "list"))
        .isEqualToNormalizingWhitespace(
            """
            ID STATE ROLE AGENT SIZE MB PATH
            db-0 kept shop one.example 512 data
            """);
  }

  @Test
  void oneOfTheMastersLeads() {
    assertThat(printed("master", "list", "-o", "jsonl"))
        .isEqualToNormalizingWhitespace(
            """
            {"address":"a:5050","part":"stands by"} {"address":"b:5050","part":"leads"}
            """);
  }

  @Test
  void oneThingIsShownByNameOrByTheBeginningOfItsId() {
    assertThat(printed("framework", "show", "web", "-o", "name")).isEqualTo("m-0000\n");
    assertThat(printed("framework", "show", "m-0001")).contains("name: cron");
  }

  @Test
  void whatIsNotThereIsNotFoundAndWhatIsThereTwiceIsAskedFor() {
    assertThat(terminal.run("framework", "show", "nobody")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains("there is no framework 'nobody'");
    assertThat(terminal.run("framework", "show", "m-000")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("m-0000, m-0001");
  }

  @Test
  void uniqueBeginningsOfCommandsDo() {
    assertThat(printed("off", "li", "-o", "name")).isEqualTo("m-O7\n");
  }

  @Test
  void whoHadWhatDoneIsListedTheNewestLast() {
    assertThat(printed("events", "--audit"))
        .isEqualToNormalizingWhitespace(
            """
            NUMBER TIME PRINCIPAL ADDRESS CALL TARGET OUTCOME
            1 2026-03-01T12:00:00Z - 10.0.0.8 DRAIN_AGENT m-S0 done
            2 2026-03-01T12:00:05Z ada 10.0.0.9 POST /teardown m-0000 403 Not yours
            """);
  }

  @Test
  void aFrameworkIsShownWithWhatItDoesNotWant() {
    assertThat(printed("framework", "show", "web"))
        .contains("declined: 3")
        .contains("role: shop\n    agent_id: m-S0")
        .contains("until: 2026-03-01T12:00:05.500Z")
        .contains("since: 2026-03-01T12:00:00Z");
  }
}
