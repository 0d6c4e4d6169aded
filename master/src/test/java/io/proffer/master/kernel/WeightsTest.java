package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.state.MasterEvent.WeightsUpdated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Roles that are worth more than others. */
class WeightsTest {
  private static final CallOutcome DONE = new CallOutcome.Done();

  private final Cluster cluster = new Cluster();

  private static WeightInfo weight(String role, double weight) {
    return WeightInfo.newBuilder().setRole(role).setWeight(weight).build();
  }

  private static CallOutcome weigh(Cluster cluster, WeightInfo... weights) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.UpdateWeights(request, List.of(weights)));
    return cluster.answerTo(request);
  }

  @Test
  void offersAreMadeAnewByTheNewWeights() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    TestScheduler b = TestScheduler.subscribed(cluster, "b");
    List<TestAgent> agents = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      agents.add(new TestAgent(cluster, "host" + i, "cpus:2;mem:1024").register());
    }
    assertThat(a.takeOffers()).hasSize(2);
    assertThat(b.takeOffers()).hasSize(2);

    assertThat(weigh(cluster, weight("a", 3))).isEqualTo(DONE);

    assertThat(a.takeOffers()).hasSize(3);
    assertThat(b.takeOffers()).hasSize(1);
    assertThat(b.takeEventTypes()).contains(Event.Type.RESCIND);
    assertThat(cluster.state().roles().weights()).isEqualTo(Map.of("a", 3.0));
    assertThat(agents).hasSize(4);
  }

  @Test
  void nobodysOffersAreTakenBackForARoleThatNobodyHas() {
    TestScheduler a = TestScheduler.subscribed(cluster, "a");
    new TestAgent(cluster, "host", "cpus:2;mem:1024").register();
    a.takeEvents();

    assertThat(weigh(cluster, weight("nobody's", 3))).isEqualTo(DONE);
    assertThat(weigh(cluster, weight("a", 1))).as("the first time it is said").isEqualTo(DONE);
    a.takeEvents();
    long facts = cluster.journal().stream().filter(WeightsUpdated.class::isInstance).count();

    assertThat(weigh(cluster, weight("a", 1))).isEqualTo(DONE);

    assertThat(a.takeEvents()).as("nothing has changed").isEmpty();
    assertThat(cluster.journal().stream().filter(WeightsUpdated.class::isInstance).count())
        .isEqualTo(facts);
    assertThat(cluster.state().roles().weights()).containsOnlyKeys("a", "nobody's");
  }

  @Test
  void theWeightOfARoleIsThatOfAllBelowIt() {
    TestScheduler child = TestScheduler.subscribed(cluster, "a/x");
    TestScheduler other = TestScheduler.subscribed(cluster, "b");
    weigh(cluster, weight("a", 3));
    for (int i = 0; i < 4; i++) {
      new TestAgent(cluster, "host" + i, "cpus:2;mem:1024").register();
    }

    assertThat(child.takeOffers()).hasSize(3);
    assertThat(other.takeOffers()).hasSize(1);
  }

  static Stream<Arguments> impossible() {
    String failed = "Failed to validate update weights request JSON";
    return Stream.of(
        Arguments.of(
            weight("a", 0), failed + " for role 'a': Invalid weight '0': Weights must be positive"),
        Arguments.of(
            weight("a", -1.5),
            failed + " for role 'a': Invalid weight '-1.5': Weights must be positive"),
        Arguments.of(
            weight("a", Double.POSITIVE_INFINITY),
            failed + " for role 'a': Invalid weight 'Infinity': Weights must be finite"),
        Arguments.of(
            weight("", 1), failed + ": Invalid role '': Role names cannot be the empty string"),
        Arguments.of(
            weight("a//b", 1),
            failed + ": Invalid role 'a//b': Role 'a//b' cannot contain two adjacent slashes"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void whatCannotBeIsRefusedAndNothingOfItIsDone(WeightInfo weight, String why) {
    assertThat(weigh(cluster, weight("b", 2), weight)).isEqualTo(new CallOutcome.Refused(400, why));
    assertThat(cluster.state().roles().weights()).isEmpty();
  }

  @Property(tries = 50)
  void whoWantsAllGetsByWeight(
      @ForAll @IntRange(min = 1, max = 9) int ofA, @ForAll @IntRange(min = 1, max = 9) int ofB) {
    Cluster random = new Cluster();
    weigh(random, weight("a", ofA), weight("b", ofB));
    TestScheduler a = TestScheduler.subscribed(random, "a");
    TestScheduler b = TestScheduler.subscribed(random, "b");
    int agents = 2 * (ofA + ofB);
    for (int i = 0; i < agents; i++) {
      new TestAgent(random, "host" + i, "cpus:1;mem:1024").register();
    }
    assertThat(a.takeOffers()).hasSize(2 * ofA);
    assertThat(b.takeOffers()).hasSize(2 * ofB);
  }
}
