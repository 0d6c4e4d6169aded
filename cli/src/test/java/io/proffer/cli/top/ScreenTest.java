package io.proffer.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private static final String SUMMARY =
      """
      {"cluster": "shop", "address": "m1:5050", "now": 1767225723000, "elected": 1767222000, "offers": 3,
       "agents": {"connected": 5, "disconnected": 0, "unreachable": 1},
       "resources": {"cpus": [48, 24, 12], "mem": [98304, 15360, 0], "disk": [0, 0, 0], "gpus": [0, 0, 0]},
       "measured": {"connected": 5, "cpus": [4.8, 3], "mem": [96, 3], "disk": [0, 0]},
       "tasks": {"TASK_RUNNING": 30, "TASK_GONE_BY_OPERATOR": 1},
       "frameworksConnected": 2, "frameworksKnown": 3,
       "frameworks": [{"name": "marathon", "up": "connected", "tasks": 29, "cpus": 23.5, "mem": 15104, "offers": 0}],
       "starving": [{"name": "metronome", "since": 1767225600, "never": false}],
       "happenings": [{"at": 1767225720000, "kind": "task update", "task": "web.1", "state": "TASK_FAILED", "message": "exit status 3"},
                      {"at": 1767225719000, "kind": "agent joined", "agent": "S7"}]}\
      """
          .replace("\n", "");

  private static JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(SUMMARY);
  }

  @Test
  void theClusterFitsOnAScreen() throws Exception {
    List<String> lines = Screen.of(summary(), 40, 100, ZoneOffset.UTC);

    assertThat(lines)
        .contains(
            "shop, led by m1:5050 for 1 h 2 min, at 00:02:03",
            "Agents   5 connected, 1 unreachable   Frameworks 2 of 3 connected   Offers 3",
            "Tasks    30 running, 1 gone by operator",
            "CPUs     [===############++++++++.......]  50 %, 24 of 48 allocated, 12 offered, 4.8"
                + " used",
            "Memory   [#####.........................]  16 %, 15 GB of 96 GB allocated, 96 MB used",
            "3 of 5 agents say what is used",
            "! metronome wants offers and had its last at 00:00:00",
            "00:02:00  task web.1 is failed: exit status 3",
            "00:01:59  agent joined S7")
        .noneMatch(line -> line.startsWith("Disk"));
  }

  @Test
  void aNarrowTerminalShowsLessOfBarsAndNamesSoThatNumbersAreSeen() throws Exception {
    List<String> lines = Screen.of(summary(), 40, 78, ZoneOffset.UTC);

    assertThat(lines)
        .contains("CPUs     [=####+++..]  50 %, 24 of 48 allocated, 12 offered, 4.8 used")
        .anyMatch(line -> line.startsWith("FRAMEWORK") && line.endsWith("OFFERS"));
  }

  @Test
  void asMuchIsShownAsTheTerminalHasRoomFor() throws Exception {
    List<String> lines = Screen.of(summary(), 5, 20, ZoneOffset.UTC);

    assertThat(lines).hasSize(5).allMatch(line -> line.length() <= 20);
  }

  @Test
  void summariesAreFoundAmongWhatElseIsTold() throws Exception {
    String stream =
        """
        event: reset
        data: {"version":1}

        event: summary
        data: {"offers":1}

        id: t:4
        event: delta
        data: {"offers":2}

        event: summary
        data: {"offers":3}

        """;
    try (Summaries summaries =
        new Summaries(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)))) {
      assertThat(summaries.next())
          .hasValueSatisfying(one -> assertThat(one.path("offers").asInt()).isEqualTo(1));
      assertThat(summaries.next())
          .hasValueSatisfying(one -> assertThat(one.path("offers").asInt()).isEqualTo(3));
      assertThat(summaries.next()).isEmpty();
    }
  }
}
