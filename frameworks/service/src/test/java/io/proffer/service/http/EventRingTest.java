package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who comes back gets what was missed, or is told that it is lost. */
class EventRingTest {

  private final EventRing ring = new EventRing("p");

  private Optional<List<String>> after(String id) {
    return ring.after(id).map(missed -> missed.stream().map(EventRing.Told::id).toList());
  }

  @Test
  void givesWhatCameAfter() {
    assertThat(after("p-0")).isEmpty();
    ring.add("a", "x");
    ring.add("b", "y");

    assertThat(after("p-0")).contains(List.of("p-1"));
    assertThat(after("p-1")).contains(List.of());
    assertThat(ring.after("p-0").orElseThrow().getFirst().numbered()).isEqualTo("id: p-1\ny");
  }

  @Test
  void knowsNothingOfOtherProcessesNorOfWhatIsToCome() {
    ring.add("a", "x");

    assertThat(after("q-0")).isEmpty();
    assertThat(after("p-7")).isEmpty();
    assertThat(after("p-x")).isEmpty();
    assertThat(after("")).isEmpty();
  }

  @Test
  void forgetsTheOldestByNumberAndBySize() {
    for (int i = 0; i < EventRing.MAX_EVENTS + 10; i++) {
      ring.add("a", "x");
    }
    assertThat(after("p-8")).isEmpty();
    assertThat(after("p-9").orElseThrow()).hasSize(EventRing.MAX_EVENTS);

    ring.add("large", "x".repeat(5 << 20));
    assertThat(after("p-1009")).contains(List.of("p-1010"));
    assertThat(after("p-1008")).isEmpty();
  }
}
