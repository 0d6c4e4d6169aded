package io.proffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the sessions that were recorded from a real Mesos against a real master and agent, and
 * holds each answer and each event against the recording. What may differ is in {@link
 * PlannedDifferences}, and nowhere else.
 */
class RecordedExchangesTest {

  private static final List<String> SNAPSHOTS =
      List.of(
          "empty-master",
          "idle-agent",
          "state-running",
          "state-launch-group",
          "state-framework-disconnected",
          "state-after-teardown",
          "agent");
  private static final List<String> CALLS = List.of("scheduler-session", "media-types");
  private static final Transcript TRANSCRIPT = new Transcript();

  /** The differences of each exchange and stream, none of most. */
  private static final Map<String, List<String>> DIFFERENCES = new LinkedHashMap<>();

  @BeforeAll
  static void play(@TempDir Path workDir) throws Exception {
    try (LocalCluster cluster = LocalCluster.startMaster(workDir)) {
      Snapshots.take(cluster.masterAddress(), "empty-master", TRANSCRIPT);
      cluster.startAgent();
      Snapshots.take(cluster.masterAddress(), "idle-agent", TRANSCRIPT);
      TRANSCRIPT.know(cluster);
      new RecordedSession(cluster, Files.createDirectory(workDir.resolve("flags")), TRANSCRIPT)
          .play();
      Snapshots.takeOfIdle(cluster.agentAddress(), "agent", TRANSCRIPT);
      new MediaTypeMixes(cluster.masterAddress(), TRANSCRIPT).play();
    }
    compare();
  }

  private static void compare() throws IOException {
    Likeness likeness = TRANSCRIPT.likeness();
    for (String recording : SNAPSHOTS) {
      Transcript.recorded(recording)
          .forEach((question, answer) -> hold(recording + ": " + question, answer));
    }
    for (String recording : CALLS) {
      Transcript.recorded(recording).forEach((name, answer) -> hold(name, answer));
    }
    for (String stream : TRANSCRIPT.events().keySet()) {
      EventSequence found = EventSequence.of(TRANSCRIPT.events().get(stream));
      EventSequence recorded = EventSequence.of(Transcript.recordedEvents(recordingOf(stream)));
      DIFFERENCES.put(stream + " events", found.differences(recorded, likeness));
    }
  }

  /** How a stream opens does not depend on the media types. */
  private static String recordingOf(String stream) {
    return !stream.contains("SUBSCRIBE")
        ? stream
        : stream.startsWith("operator") ? "operator-opening" : "scheduler-opening";
  }

  private static void hold(String exchange, JsonNode recorded) {
    JsonNode found = TRANSCRIPT.exchanges().get(exchange);
    DIFFERENCES.put(
        exchange,
        found == null
            ? List.of("was not played")
            : TRANSCRIPT.likeness().differences(recorded, found));
  }

  @TestFactory
  Stream<DynamicTest> answersAndEventsAreAsRecorded() {
    return DIFFERENCES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> assertThat(unplanned(entry.getKey(), entry.getValue())).isEmpty()));
  }

  private static List<String> unplanned(String exchange, List<String> differences) {
    Predicate<String> planned =
        difference ->
            PlannedDifferences.ALL.stream().anyMatch(plan -> plan.covers(exchange, difference));
    return differences.stream().filter(planned.negate()).toList();
  }

  @Test
  void metricsThatClientsAskForAreThere() throws IOException {
    List<String> names = Transcript.metrics();
    assertThat(TRANSCRIPT.exchanges())
        .hasEntrySatisfying(
            "idle-agent: GET /metrics/snapshot",
            answer ->
                assertThat(answer.at("/body").properties())
                    .extracting(Map.Entry::getKey)
                    .containsAll(names));
  }

  @Test
  void whatIsPlannedToDifferStillDiffers() {
    List<PlannedDifference> outlived = new ArrayList<>(PlannedDifferences.ALL);
    DIFFERENCES.forEach(
        (exchange, differences) ->
            differences.forEach(
                difference -> outlived.removeIf(plan -> plan.covers(exchange, difference))));
    assertThat(outlived).as("take these out of the list, and of docs/compatibility.md").isEmpty();
  }
}
