package io.proffer.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleRingTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static Instant second(long n) {
    return START.plusSeconds(n);
  }

  private static List<Double> column(SampleRing ring, int column) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      values.add(ring.valueAt(i, column));
    }
    return values;
  }

  @Property
  void theLastSamplesAreKeptInTheirOrder(
      @ForAll @IntRange(min = 1, max = 40) int capacity, @ForAll @IntRange(max = 200) int samples) {
    SampleRing ring = new SampleRing(capacity, 2);
    for (int i = 0; i < samples; i++) {
      ring.add(second(i), i, -i);
    }

    int kept = Math.min(capacity, samples);
    assertThat(ring.size()).isEqualTo(kept);
    for (int i = 0; i < kept; i++) {
      int sample = samples - kept + i;
      assertThat(ring.secondAt(i)).isEqualTo(second(sample).getEpochSecond());
      assertThat(ring.valueAt(i, 0)).isEqualTo(sample);
      assertThat(ring.valueAt(i, 1)).isEqualTo(-(double) sample);
    }
  }

  @Test
  void aSampleOfTheSameSecondTakesThePlaceOfTheLast() {
    SampleRing ring = new SampleRing(4, 1);
    ring.add(second(1), 1);
    ring.add(second(2), 2);
    ring.add(second(2).plusMillis(900), 3);

    assertThat(column(ring, 0)).containsExactly(1.0, 3.0);
  }

  @Test
  void aClockThatIsSetBackBeginsAnewHoweverFullItWas() {
    SampleRing ring = new SampleRing(3, 1);
    for (int i = 0; i < 8; i++) {
      ring.add(second(i), i);
    }
    ring.add(second(2), 20);
    ring.add(second(3), 30);
    assertThat(column(ring, 0)).containsExactly(20.0, 30.0);

    for (int i = 4; i < 8; i++) {
      ring.add(second(i), i);
    }
    assertThat(column(ring, 0)).containsExactly(5.0, 6.0, 7.0);
  }

  @Test
  void whatIsAskedForAndNotThereIsSaid() {
    SampleRing ring = new SampleRing(3, 2);
    assertThatThrownBy(() -> ring.add(START, 1)).hasMessageContaining("Expecting 2 quantities");
    assertThatThrownBy(() -> ring.secondAt(0)).hasMessageContaining("There are 0 samples");
  }

  @Test
  void anHourEveryFifteenSecondsOfSixQuantitiesIsLessThanSevenKilobytes() {
    assertThat(SampleRing.maxBytes(240, 6)).isEqualTo(6720);
  }

  @Test
  void itIsWrittenAsColumns() throws IOException {
    SampleRing ring = new SampleRing(3, 2);
    ring.add(Instant.ofEpochSecond(100), 0.12345, Double.NaN);
    ring.add(Instant.ofEpochSecond(115), 2, 7.5);
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      SampleRingJson.write(out, ring, List.of("cpus", "mem"));
      out.writeEndObject();
    }

    assertThat(text.toString())
        .isEqualTo("{\"at\":[100,115],\"cpus\":[0.123,2],\"mem\":[null,7.5]}");
  }
}
