package io.proffer.agent.oversubscription;

import static io.proffer.agent.oversubscription.Samples.IDLE;
import static io.proffer.agent.oversubscription.Samples.after;
import static io.proffer.agent.oversubscription.Samples.holds;
import static io.proffer.agent.oversubscription.Samples.holdsRevocable;
import static io.proffer.agent.oversubscription.Samples.revocable;
import static io.proffer.agent.oversubscription.Samples.unmeasured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.oversubscription.UsageSample.Holder;
import io.proffer.agent.oversubscription.UsageSample.Use;
import io.proffer.core.model.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Slack is what is held and was not used. */
class ThresholdEstimatorTest {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private static ThresholdEstimator estimator(double headroom, String... resources) {
    return new ThresholdEstimator(new Thresholds(List.of(resources), WINDOW, headroom, 1.5, 0.1));
  }

  private final ThresholdEstimator estimator = estimator(0, "cpus", "mem");

  @Test
  void whatIsHeldAndNotUsedIsSlack() {
    assertThat(
            estimator.estimate(
                after(
                    Duration.ZERO,
                    IDLE,
                    holds("a", "cpus:2;mem:1024", 0.5, 512),
                    holds("b", "cpus:1;mem:512", 0.75, 512))))
        .isEqualTo(revocable("cpus:1.7;mem:512"));
  }

  @Test
  void whatNobodyHoldsIsOfferedAnyhowAndIsNoSlack() {
    assertThat(estimator.estimate(after(Duration.ZERO, IDLE))).isEqualTo(Resources.empty());
  }

  @Test
  void whoIsNotMeasuredMayUseAllItHolds() {
    assertThat(estimator.estimate(after(Duration.ZERO, IDLE, unmeasured("a", "cpus:2;mem:1024"))))
        .isEqualTo(Resources.empty());
  }

  @Test
  void whatWasUsedIsHeldToBeNeededForAWindow() {
    estimator.estimate(after(Duration.ZERO, IDLE, holds("a", "cpus:2", 1.5, 0)));

    assertThat(estimator.estimate(after(WINDOW, IDLE, holds("a", "cpus:2", 0, 0))))
        .isEqualTo(revocable("cpus:0.5"));
    assertThat(estimator.estimate(after(WINDOW.plusSeconds(1), IDLE, holds("a", "cpus:2", 0, 0))))
        .isEqualTo(revocable("cpus:2"));
  }

  @Test
  void whoUsesMoreThanItHoldsHasThatFromTheOthers() {
    assertThat(
            estimator.estimate(
                after(
                    Duration.ZERO,
                    IDLE,
                    holds("idle", "cpus:2", 0, 0),
                    holds("busy", "cpus:1", 2.5, 0))))
        .isEqualTo(revocable("cpus:0.5"));
  }

  @Test
  void whatRevocableTasksHoldAndUseIsNoSlack() {
    assertThat(
            estimator.estimate(
                after(
                    Duration.ZERO,
                    IDLE,
                    holds("a", "cpus:2", 0.5, 0),
                    holdsRevocable("b", "cpus:1", 0.9, 0))))
        .isEqualTo(revocable("cpus:1.5"));
  }

  @Test
  void theHeadroomIsNotOffered() {
    assertThat(
            estimator(0.25, "cpus")
                .estimate(after(Duration.ZERO, IDLE, holds("a", "cpus:2;mem:1024", 0, 0))))
        .as("of 4 cpus, 1 is headroom; memory is not asked for")
        .isEqualTo(revocable("cpus:1"));
  }

  @Test
  void onlyWhatIsMeasuredCanBeOversubscribed() {
    assertThatThrownBy(() -> estimator(0, "disk"))
        .hasMessageContaining("slack of 'disk' cannot be measured");
  }

  @Property
  void slackIsNeverMoreThanWhatIsThereLessWhatIsUsed(
      @ForAll("histories") List<List<Holder>> history) {
    ThresholdEstimator estimator = estimator(0, "cpus", "mem");
    Resources total = Resources.parse("cpus:8;mem:8192");
    Duration at = Duration.ZERO;
    for (List<Holder> holders : history) {
      at = at.plusSeconds(15);
      Resources slack =
          estimator.estimate(new UsageSample(Samples.START.plus(at), total, IDLE, holders));
      for (String name : List.of("cpus", "mem")) {
        long used =
            holders.stream()
                .filter(h -> !h.held().nonRevocable().isEmpty())
                .mapToLong(h -> h.usedMillis(name))
                .sum();
        assertThat(slack.scalarMillis(name))
            .as(name)
            .isLessThanOrEqualTo(Math.max(0, total.scalarMillis(name) - used));
      }
      assertThat(slack.nonRevocable()).isEqualTo(Resources.empty());
    }
  }

  @Provide
  Arbitrary<List<List<Holder>>> histories() {
    Arbitrary<Holder> holder =
        Combinators.combine(
                Arbitraries.integers().between(0, 7),
                Arbitraries.of(true, false),
                Arbitraries.doubles().between(0, 4).ofScale(3),
                Arbitraries.integers().between(0, 4096),
                Arbitraries.of(true, true, false))
            .as(
                (id, firm, cpus, memMb, measured) ->
                    new Holder(
                        new ContainerId("c" + id),
                        firm ? Resources.parse("cpus:1;mem:1024") : revocable("cpus:1;mem:1024"),
                        measured
                            ? Optional.of(new Use(cpus, (long) memMb << 20))
                            : Optional.empty()));
    // As many as the agent has room for, each once.
    return holder.list().uniqueElements(Holder::container).ofMaxSize(8).list().ofMaxSize(8);
  }
}
