package io.proffer.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.FakeMaster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an app whose deployment has ended well. */
class RolloutTest {

  private final FakeMaster service =
      new FakeMaster()
          .answeringAll(200, Map.of(), "{\"deploymentId\": \"d1\"}")
          .answering("/v2/deployments", "[]")
          .answering(
              "/v2/events",
              """
              event: deployment_success
              data: {"eventType": "deployment_success", "id": "d1"}

              """);
  private final CapturedTerminal terminal =
      new CapturedTerminal(Map.of("PROFFER_SERVICE", service.address()));

  @AfterEach
  void stop() {
    service.close();
  }

  private ExitCode restart(int running, String failed) {
    service.answering(
        "/v2/apps/bad",
        """
        {"app": {"id": "/bad", "instances": 1, "tasksRunning": %d, "deployments": [], "tasks": [],
          "version": "2026-03-01T10:00:02.000Z",
          "versionInfo": {"lastConfigChangeAt": "2026-03-01T10:00:00.000Z"},
          "lastTaskFailure": {"state": "TASK_FAILED", "message": "exited with status 127",
            "version": "%s"}}}
        """
            .formatted(running, failed));
    return terminal.run("app", "restart", "/bad");
  }

  @Test
  void whatEndsAsSoonAsItHasRunIsNoSuccess() {
    assertThat(restart(0, "2026-03-01T10:00:00.000Z")).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err())
        .contains("/bad is deployed, but does not stay up", "exited with status 127")
        .contains("proffer app logs /bad --stderr");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void whatRunsOrHasFailedBeforeTheChangeIs() {
    assertThat(restart(1, "2026-03-01T10:00:00.000Z")).isEqualTo(ExitCode.DONE);
    assertThat(restart(0, "2026-03-01T09:00:00.000Z")).isEqualTo(ExitCode.DONE);
  }
}
