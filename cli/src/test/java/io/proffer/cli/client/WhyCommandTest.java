package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody asks why something waits, whatever it is. */
class WhyCommandTest {

  private static final String SNAPSHOT =
      """
      {"frameworks": {"id": ["m-0000", "m-0001", "m-0002"], "name": ["web", "cron", "etl"],
          "up": [0, 0, 1], "up_": ["connected", "disconnected"], "failover": [60],
          "roles": [["shop"], ["night"], ["*"]], "suppressed": [["shop"], [], []],
          "offers": [9, 4, 0], "accepted": [1, 1, 0], "declined": [8, 3, 0]},
       "agents": {"id": ["m-S0"], "cpus": [4], "used_cpus": [4], "offered_cpus": [0],
          "mem": [1024], "used_mem": [512], "offered_mem": [0]},
       "offers": {"id": [], "framework": [], "framework_": []}}
      """;

  private static final String ROLES =
      """
      {"roles": [
        {"name": "night", "offered": {"cpus": 1.0},
         "quota": {"guarantee": {}, "limit": {"cpus": 4.0, "mem": 999.0}, "consumed": {"cpus": 3.0}}},
        {"name": "day", "offered": {},
         "quota": {"guarantee": {"cpus": 2.0}, "limit": {}, "consumed": {"cpus": 0.5}}}]}
      """;

  private final FakeMaster master =
      new FakeMaster().answering("/dashboard/snapshot", SNAPSHOT).answering("/roles", ROLES);
  private final FakeMaster apps = new FakeMaster();
  private final FakeMaster jobs =
      new FakeMaster()
          .answering("/v1/jobs/report", "{\"activeRuns\": [{\"id\": \"r1\"}]}")
          .answering("/v1/jobs/report/runs/r1/why", "{\"why\": [\"no agent has 48 cpus\"]}");
  private final CapturedTerminal terminal =
      new CapturedTerminal(
          Map.of(
              "PROFFER_MASTER", master.address(),
              "PROFFER_SERVICE", apps.address(),
              "PROFFER_BATCH", jobs.address()));

  @AfterEach
  void stop() {
    master.close();
    apps.close();
    jobs.close();
  }

  private String printed(String... command) {
    assertThat(terminal.run(command)).as(terminal.err()).isEqualTo(ExitCode.DONE);
    return terminal.out();
  }

  @Test
  void aJobsRunsSayWhatTheyWaitFor() {
    assertThat(printed("why", "report")).isEqualTo("run r1: no agent has 48 cpus\n");
  }

  @Test
  void aFrameworkThatWantsNoOffersIsToldSo() {
    assertThat(printed("why", "web")).contains("it has suppressed shop");
  }

  @Test
  void whereNothingIsFreeNothingIsOffered() {
    assertThat(printed("why", "m-0001", "-o", "json"))
        .contains("no agent of the 1 has cpus and memory that are free")
        .contains(
            "its role night is at the limit of its quota, cpus:4: it is offered no more of that")
        .contains("cpus:1.5 of what is free is kept for role day, to which its quota guarantees it")
        .contains("accepted 1 and declined 3");
  }

  @Test
  void whoIsAwayIsOfferedNothing() {
    assertThat(printed("why", "etl")).contains("not connected").contains("60 s");
  }

  @Test
  void whatNobodyKnowsIsNotFoundUnlessSomebodyDoesNotAnswer() {
    assertThat(terminal.run("why", "nothing")).isEqualTo(ExitCode.NOT_FOUND);
    jobs.close();
    assertThat(terminal.run("why", "nothing")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(terminal.err()).contains("no batch framework answers");
  }
}
