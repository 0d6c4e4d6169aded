package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.model.JobId;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever sizes gangs have, and whatever else runs, each that fits alone is run, and never a part
 * of one: long before any of them gave up what it has gathered, so that none waits for another.
 */
class GangProperties {

  private static final int CPUS = 4;
  private static final String RUN = "'cmd':'x','cpus':1,'mem':32,'disk':0";

  /** The task {@code other-30} takes 30 s. */
  private static Duration seconds(String task) {
    return Duration.ofSeconds(
        task.startsWith("other-") ? Integer.parseInt(task.substring("other-".length())) : 20);
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void eachOfSeveralGangsIsRunAndNeverAPartOfOne(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 12) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 3) int agents,
      @ForAll @Size(max = 12) List<@IntRange(min = 10, max = 60) Integer> others,
      @ForAll boolean reserves)
      throws Exception {
    BatchCluster town =
        new BatchCluster(
            reserves ? "batch" : "*", task -> TaskPlan.finishesAfter(seconds(task.getName())));
    List<TestAgent> all = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      all.add(town.cluster.addAgent("cpus:%d;mem:4096;disk:1000".formatted(CPUS)));
    }
    for (int span : others) {
      town.create(BatchCluster.job("{'id':'other-%d','run':{%s}}".formatted(span, RUN)));
      var unused = town.begin("other-" + span);
    }
    List<Integer> fitting = sizes.stream().filter(size -> size <= agents * CPUS).toList();
    for (int i = 0; i < fitting.size(); i++) {
      town.create(
          BatchCluster.job(
              ("{'id':'g%d','batch':{'gang':{'size':%d},'pool':'p%d','user':'u%d'},"
                      + "'run':{%s}}")
                  .formatted(i, fitting.get(i), i % 3, i % 2, RUN)));
      var unused = town.begin("g" + i);
    }
    for (int second = 0; second < 480; second++) {
      town.cluster.advance(Duration.ofSeconds(1));
      for (int i = 0; i < fitting.size(); i++) {
        String prefix = "g" + i + ".";
        assertThat(town.launched.stream().filter(task -> task.startsWith(prefix)).count())
            .isIn(0L, (long) fitting.get(i));
      }
    }
    for (int i = 0; i < fitting.size(); i++) {
      JobId job = new JobId("g" + i);
      HistorySummary history = town.ask((kernel, now) -> kernel.view(job, true).history());
      assertThat(history.successCount()).as(job + " of " + fitting).isEqualTo(1);
    }
    assertThat(all).allMatch(agent -> agent.running().isEmpty());
  }
}
