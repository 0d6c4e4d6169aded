package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.config.LoginTokens;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandsTest {

  private static final String AGENTS =
      """
      {"agents": [{
         "agent_info": {"id": {"value": "m-S0"}, "hostname": "one.example", "port": 5051,
           "attributes": [
             {"name": "rack", "type": "TEXT", "text": {"value": "r1"}},
             {"name": "n", "type": "SCALAR", "scalar": {"value": 3.0}},
             {"name": "p", "type": "RANGES", "ranges": {"range": [{"begin": 1, "end": 5}]}}]},
         "active": true,
         "total_resources": [
           {"name": "cpus", "type": "SCALAR", "scalar": {"value": 2.0}},
           {"name": "mem", "type": "SCALAR", "scalar": {"value": 4096.0}},
           {"name": "disk", "type": "SCALAR", "scalar": {"value": 10000.0}},
           {"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": 1, "end": 2}]}}],
         "allocated_resources": [
           {"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.5}},
           {"name": "mem", "type": "SCALAR", "scalar": {"value": 96.0}}],
         "offered_resources": [
           {"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.25}}]}],
       "recovered_agents": [{"id": {"value": "m-S1"}, "hostname": "two.example", "port": 5051}]}
      """;

  private static final String FRAMEWORKS =
      """
      {"frameworks": [
         {"framework_info": {"id": {"value": "m-0000"}, "name": "web", "user": "ada",
            "roles": ["r1", "r2"]}, "active": true, "connected": true,
          "allocated_resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1.5}}]},
         {"framework_info": {"id": {"value": "m-0001"}, "name": "cron", "user": "bob",
            "role": "r3"}, "active": false, "connected": false}],
       "completed_frameworks": [
         {"framework_info": {"id": {"value": "m-0002"}, "name": "old", "user": "eve",
            "roles": ["*"]}}]}
      """;

  private static final String TASKS =
      """
      {"tasks": [{"name": "nginx", "task_id": {"value": "t1"}, "framework_id": {"value": "m-0000"},
         "agent_id": {"value": "m-S0"}, "state": "TASK_RUNNING",
         "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.1}}],
         "statuses": [{"state": "TASK_STARTING", "message": "first"},
                      {"state": "TASK_RUNNING", "message": "serving"}]}],
       "unreachable_tasks": [],
       "completed_tasks": [{"name": "job", "task_id": {"value": "t2"},
         "framework_id": {"value": "m-0001"}, "agent_id": {"value": "m-S9"},
         "state": "TASK_FAILED", "resources": [], "statuses": []}]}
      """;

  private final FakeMaster master =
      new FakeMaster()
          .answering("GET_AGENTS", "{\"type\": \"GET_AGENTS\", \"get_agents\": " + AGENTS + "}")
          .answering("GET_FRAMEWORKS", "{\"get_frameworks\": " + FRAMEWORKS + "}")
          .answering(
              "GET_STATE",
              "{\"get_state\": {\"get_agents\": %s, \"get_frameworks\": %s, \"get_tasks\": %s}}"
                  .formatted(AGENTS, FRAMEWORKS, TASKS));
  private final CapturedTerminal terminal =
      new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()));

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void agentsAreListedWithWhatTheyHaveLeft() {
    assertThat(terminal.run("agent", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .isEqualToNormalizingWhitespace(
            """
            ID HOSTNAME PORT STATE CPUS CPUS FREE MEM MB MEM MB FREE DISK MB DISK MB FREE ATTRIBUTES
            m-S0 one.example 5051 active 2 1.25 4096 4000 10000 10000 rack:r1,n:3,p:[1-5]
            m-S1 two.example 5051 recovering 0 0 0 0 0 0 -
            """);
  }

  @Test
  void frameworksAreListedAndEndedOnesOnlyWhenAskedFor() {
    assertThat(terminal.run("framework", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .containsPattern("m-0000 +web +active +r1,r2 +ada +- +1.5 ")
        .containsPattern("m-0001 +cron +disconnected +r3 ")
        .doesNotContain("m-0002");

    assertThat(terminal.run("framework", "list", "--all")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).containsPattern("m-0002 +old +completed ");
  }

  @Test
  void whatIsShownIsFoundByHowItsIdOrNameBegins() {
    master.answering("/dashboard/filters", "{}");
    for (String word : new String[] {"m-0000", "web", "we"}) {
      assertThat(terminal.run("framework", "show", word)).as(word).isEqualTo(ExitCode.DONE);
    }
    assertThat(terminal.run("framework", "show", "m-")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("m-0000, m-0001, m-0002");
  }

  @Test
  void tasksAreListedWithTheNamesOfTheirFrameworkAndAgent() {
    assertThat(terminal.run("task", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .containsPattern("t1 +nginx +TASK_RUNNING +web +one.example +0.1 +0 +serving")
        .doesNotContain("t2");
  }

  @Test
  void tasksAsJsonHaveTheIdsToo() {
    assertThat(terminal.run("task", "list", "--all", "-o", "json")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .contains("\"framework_id\" : \"m-0000\"")
        .contains("\"agent_id\" : \"m-S9\"")
        .contains("\"state\" : \"TASK_FAILED\"");
  }

  @Test
  void tasksCanBeThoseOfOneFramework() {
    assertThat(terminal.run("task", "list", "--all", "--framework", "cron"))
        .isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("t2").doesNotContain("t1");
  }

  @Test
  void anUnknownFrameworkIsNotFound() {
    assertThat(terminal.run("task", "list", "--framework", "nope")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains("no framework has the id or name 'nope'");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void statusCountsWhatThereIs() {
    master
        .answering(
            "GET_MASTER",
            """
            {"get_master": {"master_info": {"id": "m", "version": "1.11.0"}}}
            """)
        .answering(
            "/state-summary",
            """
            {"slaves": [{"active": true, "resources": {"cpus": 2.0, "mem": 4096.0, "disk": 10.0},
               "used_resources": {"cpus": 1.1, "mem": 64.0, "disk": 0.0},
               "offered_resources": {"cpus": 0.9, "mem": 0.0, "disk": 0.0}},
               {"active": false}],
             "frameworks": [{"active": true, "TASK_RUNNING": 2, "TASK_FINISHED": 3,
               "TASK_FAILED": 0}]}
            """);

    assertThat(terminal.run("status")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .as("of a master that does not know what is really used")
        .isEqualTo(
            """
            Master      http://%s, id m, Mesos API 1.11.0
            Agents      1 active, 1 inactive
            Frameworks  1 active
            Tasks       2 running, 3 finished
            Cpus        1.1 of 2 allocated, 0.9 offered
            Memory      64 of 4096 MB allocated, 0 offered
            Disk        0 of 10 MB allocated, 0 offered
            """
                .formatted(master.address()));
  }

  @Test
  void statusTellsWhatIsReallyUsedAndHowManyAgentsSayIt() {
    master
        .answering("GET_MASTER", "{}")
        .answering("/state-summary", "{\"slaves\": [], \"frameworks\": []}")
        .answering(
            "/dashboard/measured",
            """
            {"connected": 5, "cpus": [0.4, 3], "mem": [48, 3], "disk": [0, 0]}
            """);

    assertThat(terminal.run("status")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .contains(
            "Cpus        0 of 0 allocated, 0 offered, 0.4 used\n",
            "Memory      0 of 0 MB allocated, 0 offered, 48 used\n",
            "Disk        0 of 0 MB allocated, 0 offered\n",
            "            3 of 5 agents say what is used\n");
    assertThat(terminal.run("status", "-o", "json")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out().replaceAll("\\s", ""))
        .contains("\"measured\":{\"cpus\":0.4,\"mem_mb\":48.0,\"agents\":3}");
  }

  @Test
  void aMasterThatDoesNotLeadSendsOnToTheLeader() {
    try (FakeMaster standby =
        new FakeMaster()
            .answeringAll(307, Map.of("Location", "//" + master.address() + "/api/v1"), "")) {
      assertThat(terminal.run("agent", "list", "--master", standby.address()))
          .isEqualTo(ExitCode.DONE);
      assertThat(terminal.out()).contains("m-S0");
    }
  }

  @Test
  void eachMasterIsShownTheTokenThatItGave(@TempDir Path home) {
    try (FakeMaster standby =
        new FakeMaster()
            .answeringAll(307, Map.of("Location", "//" + master.address() + "/api/v1"), "")) {
      Map<String, String> environment = Map.of("XDG_CONFIG_HOME", home.toString());
      LoginTokens.of(environment).keep("ofStandby", standby.address());
      LoginTokens.of(environment).keep("ofLeader", master.address());

      assertThat(new CapturedTerminal(environment).run("agent", "list", "-m", standby.address()))
          .isEqualTo(ExitCode.DONE);

      assertThat(standby.shown()).containsOnly("Bearer ofStandby");
      assertThat(master.shown()).isNotEmpty().containsOnly("Bearer ofLeader");
    }
  }

  @Test
  void mastersThatSendInCirclesAreGivenUp() {
    master.answeringAll(307, Map.of("Location", "//" + master.address() + "/"), "");
    master.answering("GET_AGENTS", "");
    assertThat(terminal.run("status")).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err()).contains("307");
  }

  @Test
  void noLeaderIsUnreachable() {
    master.answeringAll(503, Map.of(), "No leader elected");
    assertThat(terminal.run("status")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(terminal.err()).contains("(503): No leader elected");
  }

  @Test
  void nobodyThereIsUnreachable() {
    master.close();
    assertThat(terminal.run("status")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(terminal.err())
        .contains("no master answers at http://" + master.address() + " (connection refused)")
        .contains("proffer dev")
        .doesNotContain("\tat ");
  }

  @Test
  void somethingElseThanAMasterIsSaidSo() {
    master.answeringAll(200, Map.of(), "<html>");
    assertThat(terminal.run("status")).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err()).contains("did not answer with JSON");
  }

  @Test
  void anAddressThatIsNoneIsWrongUsage() {
    assertThat(terminal.run("status", "--master", "ftp://x")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("'ftp://x' does not name a master");
  }
}
