package io.proffer.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.history.Measured.Amounts;
import io.proffer.core.history.SampleRing;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.link.MeasuredUse;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UsageHistoryTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final FrameworkId FRAMEWORK = new FrameworkId("f");

  private final UsageHistory history = new UsageHistory();

  private static Instant sample(int n) {
    return START.plus(UsageHistory.EVERY.multipliedBy(n));
  }

  private static Workload task(String id) {
    return new Workload(FRAMEWORK, id);
  }

  private static Measured uses(String task, double cpuSeconds, double memMb) {
    return new Measured(
        task(task),
        new ContainerId("container of " + task),
        cpuSeconds,
        memMb,
        Double.NaN,
        new Amounts(0.5, 64, 0));
  }

  private JsonNode of(String task) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      history.write(out, task(task));
      out.writeEndObject();
    }
    return new ObjectMapper().readTree(text.toString());
  }

  private JsonNode ofAll() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      history.write(out);
      out.writeEndObject();
    }
    return new ObjectMapper().readTree(text.toString());
  }

  @Test
  void processorTimeBecomesCpusFromOneSampleToTheNext() throws IOException {
    history.add(sample(0), List.of(uses("web", 100, 50)));
    history.add(sample(1), List.of(uses("web", 130, 60)));
    history.add(sample(2), List.of(uses("web", 5, 70)));

    assertThat(of("web").path("cpus").toString()).isEqualTo("[null,2,null]");
    assertThat(of("web").path("mem").toString()).isEqualTo("[50,60,70]");
    assertThat(of("web").path("disk").toString()).isEqualTo("[null,null,null]");
  }

  @Test
  void allTogetherIsWhatIsUsedAndWhatIsSetAside() throws IOException {
    history.add(sample(0), List.of());
    history.add(sample(1), List.of(uses("a", 0, 10), uses("b", 0, 20)));
    history.add(sample(2), List.of(uses("a", 15, 10), uses("b", 30, 20), uses("c", 7.5, 5)));

    assertThat(ofAll().path("cpus").toString()).isEqualTo("[0,0,3.5]");
    assertThat(ofAll().path("mem").toString()).isEqualTo("[0,30,35]");
    assertThat(ofAll().path("cpusHeld").toString()).isEqualTo("[0,1,1.5]");
    assertThat(ofAll().path("memHeld").toString()).isEqualTo("[0,128,192]");
  }

  @Test
  void whatIsUsedNowIsTheSumOfWhatWasMeasuredLast() {
    history.add(sample(0), List.of(uses("a", 100, 10)));
    assertThat(history.newest(sample(0)))
        .contains(
            new MeasuredUse(OptionalLong.empty(), OptionalLong.of(10 << 20), OptionalLong.empty()));

    history.add(sample(1), List.of(uses("a", 107.5, 10), uses("new", 3, 0.5)));
    assertThat(history.newest(sample(1)))
        .contains(
            new MeasuredUse(OptionalLong.of(700), OptionalLong.of(21 << 19), OptionalLong.empty()));
  }

  @Test
  void whereNothingRunsNothingIsUsed() {
    history.add(sample(0), List.of());

    assertThat(history.newest(sample(0)))
        .contains(new MeasuredUse(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0)));
  }

  @Test
  void whatWasMeasuredLongAgoIsNotWhatIsUsedNow() {
    assertThat(history.newest(sample(0))).isEmpty();
    history.add(sample(0), List.of());

    assertThat(history.newest(sample(2))).isPresent();
    assertThat(history.newest(sample(3))).isEmpty();
  }

  @Test
  void whatHasEndedIsKnownForAnHour() throws IOException {
    history.add(sample(0), List.of(uses("short", 1, 10)));
    for (int n = 1; n <= UsageHistory.SAMPLES; n++) {
      history.add(sample(n), List.of());
    }
    assertThat(of("short").path("mem").toString()).isEqualTo("[10]");

    history.add(sample(UsageHistory.SAMPLES + 1), List.of());
    assertThat(of("short").path("mem").toString()).isEqualTo("[]");
    assertThat(history.workloads()).isZero();
  }

  @Test
  void howeverManyTasksThereAreItStaysWithinFourMegabytes() throws IOException {
    for (int n = 0; n < 20; n++) {
      List<Measured> all = new ArrayList<>();
      all.add(uses("steady", n, 7));
      for (int i = 0; i < 200; i++) {
        all.add(uses(n + "-" + i, n, 1));
      }
      history.add(sample(n), all);
    }

    assertThat(history.workloads()).isLessThanOrEqualTo(UsageHistory.MAX_WORKLOADS);
    assertThat(of("steady").path("mem")).hasSize(20);
    assertThat(of("19-199").path("mem")).hasSize(1);
    assertThat(UsageHistory.MAX_WORKLOADS * SampleRing.maxBytes(UsageHistory.SAMPLES, 3))
        .isLessThan(4_000_000);
  }
}
