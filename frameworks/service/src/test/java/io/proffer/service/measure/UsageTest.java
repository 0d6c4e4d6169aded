package io.proffer.service.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.service.kernel.Condition;
import io.proffer.service.kernel.Extras;
import io.proffer.service.kernel.Instance;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What agents count becomes parts of what instances may use. */
class UsageTest {

  private final Usage usage = new Usage();

  private static Instance instance(String task) {
    return new Instance(
        task,
        PathId.of("/web"),
        Instant.EPOCH,
        Instant.EPOCH,
        new Site("a", "h", Optional.empty(), Optional.empty(), Map.of()),
        List.of(),
        Condition.Running,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Extras.NONE);
  }

  private void counted(String task, double at, double cpu, long memory) throws Exception {
    usage.add(
        new ObjectMapper()
            .readTree(
                """
                [{"executor_id": "%s", "statistics": {"timestamp": %s, "cpus_user_time_secs": %s,
                  "cpus_system_time_secs": 1, "mem_rss_bytes": %d}}]
                """
                    .formatted(task, at, cpu, memory)));
  }

  @Test
  void aRateNeedsTwoCounts() throws Exception {
    List<Instance> both = List.of(instance("t1"), instance("t2"));
    counted("t1", 100, 5, 64L << 20);
    assertThat(usage.cpu(both, 0.5)).isEmpty();
    assertThat(usage.memory(both, 128)).contains(0.5);

    usage.next();
    counted("t1", 110, 9, 64L << 20);
    counted("t2", 110, 9, 128L << 20);

    assertThat(usage.cpu(both, 0.5).orElseThrow()).isCloseTo(0.8, within(1e-9));
    assertThat(usage.memory(both, 128)).contains(0.75);
    usage.next();
    assertThat(usage.memory(both, 128)).isEmpty();
  }
}
