package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

class ResourcesTest {

  private static final Resources AGENT =
      Resources.parse("cpus:2;mem:4096;disk:10000;ports:[31000-32000]");

  @Test
  void readsWhatAnAgentIsStartedWith() {
    assertThat(AGENT.scalar("cpus")).isEqualTo(2.0);
    assertThat(AGENT.scalarsMillis())
        .containsExactly(
            entry("cpus", 2000L), entry("disk", 10_000_000L), entry("mem", 4_096_000L));
    assertThat(AGENT.ports()).isEqualTo(Ranges.of(31000, 32000));
    assertThat(AGENT.names()).containsExactly("cpus", "mem", "disk", "ports");
  }

  @Test
  void writesMesosText() {
    assertThat(AGENT).hasToString("cpus:2; mem:4096; disk:10000; ports:[31000-32000]");
    Resources used = Resources.parse("cpus:1.5;mem:32");
    assertThat(used.toString("r1")).isEqualTo("cpus(allocated: r1):1.5; mem(allocated: r1):32");
    assertThat(Resources.empty()).hasToString("{}");
  }

  @Test
  void takesTasksOutAndPutsThemBack() {
    Resources task = Resources.parse("cpus:0.1;mem:32;ports:[31005-31010]");

    Resources left = AGENT.minus(task);

    assertThat(left)
        .hasToString("cpus:1.9; mem:4064; disk:10000; ports:[31000-31004, 31011-32000]");
    assertThat(left.plus(task)).isEqualTo(AGENT).hasSameHashCodeAs(AGENT);
    assertThat(AGENT.minus(AGENT)).isEqualTo(Resources.empty());
  }

  @Test
  void overlapsInWhatCannotBeInTwoHands() {
    Resources ports = Resources.parse("cpus:1;ports:[31000-31005]");

    assertThat(ports.overlaps(Resources.parse("cpus:1;ports:[31005-31010]"))).isTrue();
    assertThat(ports.overlaps(Resources.parse("cpus:1;ports:[31006-31010]"))).isFalse();
    assertThat(ports.overlaps(Resources.parse("cpus:1;mem:32"))).isFalse();
    assertThat(Resources.parse("gems:{a,b}").overlaps(Resources.parse("gems:{b,c}"))).isTrue();
    assertThat(Resources.parse("gems:{a,b}").overlaps(Resources.parse("gems:{c}"))).isFalse();
  }

  @Test
  void doesNotDriftWhereDoublesWould() {
    Resources tenth = Resources.parse("cpus:0.1");
    Resources sum = Resources.empty();
    for (int i = 0; i < 10; i++) {
      sum = sum.plus(tenth);
    }
    assertThat(sum).isEqualTo(Resources.parse("cpus:1"));
    assertThat(sum.scalar("cpus")).isEqualTo(1.0);
  }

  @Test
  void refusesToTakeOutWhatIsNotThere() {
    Resources tooMuch = Resources.parse("cpus:3");
    assertThat(AGENT.contains(tooMuch)).isFalse();
    assertThatThrownBy(() -> AGENT.minus(tooMuch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AGENT + " does not contain cpus:3");
    assertThat(AGENT.minusSaturating(tooMuch).names()).containsExactly("mem", "disk", "ports");
  }

  @Test
  void ignoresZeroQuantities() {
    Resource zero =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(0))
            .build();
    assertThat(Resources.problem(List.of(zero))).isEmpty();
    assertThat(Resources.of(List.of(zero))).isEqualTo(Resources.empty());
  }
}
