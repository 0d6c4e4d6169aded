package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quotas and weights of roles, from the command line. */
class QuotaCommandsTest {

  private static final String ROLES =
      """
      {"roles": [
        {"name": "web", "weight": 2.0, "frameworks": [], "offered": {"cpus": 1.0},
         "quota": {"role": "web", "guarantee": {"cpus": 4.0, "mem": 2048.0}, "limit": {"cpus": 8.0},
                   "consumed": {"cpus": 2.5, "mem": 4096.0}}},
        {"name": "batch", "weight": 1.0, "frameworks": [],
         "quota": {"role": "batch", "guarantee": {}, "limit": {}, "consumed": {}}}]}
      """;

  private static final String CONFIG =
      "{\"role\":\"web\",\"guarantees\":{\"cpus\":{\"value\":4.0}},"
          + "\"limits\":{\"cpus\":{\"value\":8.0}}}";

  private static final String NEW_CONFIG =
      "{\"role\":\"web\",\"guarantees\":{\"cpus\":{\"value\":4.0},\"mem\":{\"value\":512.5}},"
          + "\"limits\":{\"mem\":{\"value\":1024.0}}}";

  private static final String PLAN =
      """
      {"accepted": false, "forcible": true, "problem": "too much",
       "capacity": {"cpus": 8.0}, "guaranteed": {"cpus": 9.5}, "overcommitted": {"cpus": 1.5},
       "roles": [{"role": "web",
         "before": {"guarantees": {"cpus": 4.0}, "limits": {}},
         "after": {"guarantees": {"cpus": 4.0}, "limits": {"mem": 1024.0}},
         "consumed": {"mem": 2000.0}, "offered": {}, "excess": {"mem": 976.0}, "unmet": {"cpus": 4.0}}],
       "rescinded": [{"id": "O1", "framework_id": "m-0001", "agent_id": "S0", "role": "batch",
         "resources": {"cpus": 2.0}}]}
      """;

  private final FakeMaster master =
      new FakeMaster()
          .answering("/roles", ROLES)
          .answering("GET_QUOTA", "{\"get_quota\":{\"status\":{\"configs\":[" + CONFIG + "]}}}")
          .answering("UPDATE_QUOTA", "")
          .answering("UPDATE_WEIGHTS", "")
          .answering("{\"quota_configs\":[" + NEW_CONFIG + "]}", PLAN);
  private final CapturedTerminal terminal =
      new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()));

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void quotasAreListedWithWhatIsMissing() {
    assertThat(terminal.run("quota", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .isEqualToNormalizingWhitespace(
            """
            ROLE GUARANTEE LIMIT CONSUMED MISSING
            web cpus:4; mem:2048 cpus:8 cpus:2.5; mem:4096 cpus:1.5
            """);
  }

  @Test
  void oneIsShownIfThereIsOne() {
    assertThat(terminal.run("quota", "show", "web", "-o", "jsonl")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .contains("\"limit\":{\"cpus\":8.0}")
        .contains("\"missing\":{\"cpus\":1.5}");
    assertThat(terminal.run("quota", "show", "batch")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.run("quota", "remove", "batch")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void whatIsNotNamedStays() {
    assertThat(
            terminal.run(
                "quota", "set", "web", "--guarantee", "mem:512.5", "--limit", "cpus:none,mem:1024"))
        .isEqualTo(ExitCode.DONE);

    assertThat(master.asked().getLast())
        .isEqualTo(
            "{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"force\":false,\"quota_configs\":["
                + NEW_CONFIG
                + "]}}");
  }

  @Test
  void itIsToldWhatWouldFollow() {
    String[] command = {
      "quota",
      "set",
      "web",
      "--guarantee",
      "mem:512.5",
      "--limit",
      "cpus:none,mem:1024",
      "--dry-run"
    };
    assertThat(terminal.run(command)).isEqualTo(ExitCode.FAILED);

    assertThat(terminal.out())
        .contains("web: guarantee cpus:4 -> cpus:4, limit - -> mem:1024")
        .contains("that is mem:976 more than the limit: it gets no more, and nothing is killed")
        .contains("it lacks cpus:4, which is kept free for it")
        .contains("guaranteed cpus:1.5 more than the cluster has, cpus:9.5 of cpus:8")
        .contains("offer O1 to m-0001 (role batch) of cpus:2 would be taken back")
        .contains("refused without --force: too much");
    assertThat(master.asked()).noneMatch(body -> body.contains("UPDATE_QUOTA"));
  }

  @Test
  void whatIsNoAmountIsAMistake() {
    assertThat(terminal.run("quota", "set", "web")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("quota", "set", "web", "--limit", "cpus")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("quota", "set", "web", "--limit", "cpus:x")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("role", "weigh", "web")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("role", "weigh", "web=much")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aQuotaIsEnded() {
    assertThat(terminal.run("quota", "remove", "web")).isEqualTo(ExitCode.DONE);

    assertThat(master.asked().getLast())
        .isEqualTo(
            "{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"force\":false,\"quota_configs\":["
                + "{\"role\":\"web\"}]}}");
  }

  @Test
  void rolesAreWeighed() {
    assertThat(terminal.run("role", "weigh", "web=2", "a/b=0.5")).isEqualTo(ExitCode.DONE);

    assertThat(master.asked().getLast())
        .isEqualTo(
            "{\"type\":\"UPDATE_WEIGHTS\",\"update_weights\":{\"weight_infos\":["
                + "{\"role\":\"web\",\"weight\":2.0},{\"role\":\"a/b\",\"weight\":0.5}]}}");
  }
}
