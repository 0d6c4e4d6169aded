package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLineTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static String line(String event) throws Exception {
    return EventLine.of(new JsonMapper().readTree(event), NOW);
  }

  @Test
  void everyLineBeginsWithWhenItWas() throws Exception {
    assertThat(
            line(
                """
                {"type": "TASK_ADDED", "task_added": {"task": {
                  "task_id": {"value": "web.1"}, "agent_id": {"value": "m-S0"}}}}
                """))
        .matches("\\d\\d:\\d\\d:00  task web\\.1 launched on m-S0");
    assertThat(
            line(
                """
                {"type": "TASK_UPDATED", "task_updated": {"state": "TASK_FAILED", "status": {
                  "task_id": {"value": "web.1"}, "timestamp": 1772359207.5, "message": "oops"}}}
                """))
        .as("the time of the status, where it has one")
        .matches("\\d\\d:\\d\\d:07  task web\\.1 is failed: oops");
  }
}
