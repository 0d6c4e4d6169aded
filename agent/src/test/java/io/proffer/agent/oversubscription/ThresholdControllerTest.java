package io.proffer.agent.oversubscription;

import static io.proffer.agent.oversubscription.Samples.IDLE;
import static io.proffer.agent.oversubscription.Samples.after;
import static io.proffer.agent.oversubscription.Samples.holds;
import static io.proffer.agent.oversubscription.Samples.holdsRevocable;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.oversubscription.QosController.Correction;
import io.proffer.agent.oversubscription.UsageSample.Holder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to go when the machine has too little left. */
class ThresholdControllerTest {

  private static final HostUse OVERLOADED = new HostUse(6.1, 4, 8L << 30, 6L << 30);
  private static final HostUse SHORT_OF_MEMORY = new HostUse(0.1, 4, 8L << 30, 8L << 26);
  private static final Holder[] HOLDERS = {
    holds("firm", "cpus:2;mem:1024", 2, 1024),
    holdsRevocable("idle", "cpus:1;mem:1024", 0.1, 900),
    holdsRevocable("busy", "cpus:1;mem:1024", 0.9, 100)
  };

  private final ThresholdController controller =
      new ThresholdController(
          new Thresholds(List.of("cpus"), Duration.ofMinutes(1), 0.1, 1.5, 0.1));

  private Correction at(int seconds, HostUse host, Holder... holders) {
    return controller.correct(after(Duration.ofSeconds(seconds), host, holders));
  }

  @Test
  void nobodyWhileThereIsEnough() {
    assertThat(at(0, IDLE, HOLDERS)).isEqualTo(new Correction(false, List.of()));
  }

  @Test
  void whoUsesTheProcessorsMostWhileTheyAreOverloaded() {
    Correction correction = at(0, OVERLOADED, HOLDERS);

    assertThat(correction.pressure()).isTrue();
    assertThat(correction.evicted())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.container().value()).isEqualTo("busy");
              assertThat(e.why())
                  .isEqualTo(
                      "the machine's load is 1.53 for each processor, which is more than 1.50");
            });
  }

  @Test
  void whoHoldsMostMemoryWhileThatIsShort() {
    assertThat(at(0, SHORT_OF_MEMORY, HOLDERS).evicted())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.container().value()).isEqualTo("idle");
              assertThat(e.why())
                  .isEqualTo("6 % of the machine's memory is available, which is less than 10 %");
            });
  }

  @Test
  void theNextForTheLoadNotBeforeItCanHaveFallen() {
    at(0, OVERLOADED, HOLDERS);

    assertThat(at(59, OVERLOADED, HOLDERS)).isEqualTo(new Correction(true, List.of()));
    assertThat(at(60, OVERLOADED, HOLDERS).evicted()).hasSize(1);
  }

  @Test
  void theNextForMemoryAtOnce() {
    at(0, SHORT_OF_MEMORY, HOLDERS);

    assertThat(at(15, SHORT_OF_MEMORY, HOLDERS).evicted()).hasSize(1);
  }

  @Test
  void nobodyWhoseResourcesAreItsOwn() {
    Correction correction = at(0, OVERLOADED, HOLDERS[0]);

    assertThat(correction).isEqualTo(new Correction(true, List.of()));
    assertThat(at(1, OVERLOADED, HOLDERS).evicted()).as("no minute was lost").hasSize(1);
  }
}
