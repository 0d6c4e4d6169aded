package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.model.JobId;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines that are going to be worked on. */
class MaintenanceTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final BatchCluster town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofMinutes(3)));
  private final TestAgent going = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");

  private void job(String id, String batch, String run) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{%s},'run':{%s'cmd':'x','cpus':1,'mem':32,'disk':0}}"
                .formatted(id, batch, run)));
  }

  private void maintenance(Duration in) {
    town.cluster.scheduleMaintenance(in, HOUR, going);
    town.advance(Duration.ofSeconds(10));
  }

  private HistorySummary history(String job) {
    return town.ask((kernel, now) -> kernel.view(new JobId(job), true).history());
  }

  /** With the grace of a kill. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'timeouts':{'run':900} | 20 | true",
        "'timeouts':{'run':1300} | 20 | false",
        "'timeouts':{'run':60} | 5 | true",
        "'priority':1 | 20 | true",
        "'priority':1 | 5 | false",
        "'gang':{'size':2} | 20 | true",
        "'gang':{'size':2} | 5 | false"
      })
  void aRunBeginsWhereItWillHaveEndedBeforeTheMaintenance(String batch, int minutes, boolean begins)
      throws Exception {
    job("work", batch, "");
    maintenance(Duration.ofMinutes(minutes));

    String run = town.begin("work");
    town.advance(Duration.ofSeconds(30));

    assertThat(going.running().isEmpty()).isEqualTo(!begins);
    if (!begins) {
      TestAgent staying = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
      assertThat(town.why(run)).isNotEmpty();
      town.advance(Duration.ofSeconds(30));
      assertThat(staying.running()).isNotEmpty();
    }
  }

  @Test
  void itIsSaidWhyARunDoesNotBegin() throws Exception {
    job("work", "'timeouts':{'run':1300}", "");
    maintenance(Duration.ofMinutes(20));

    String run = town.begin("work");
    town.advance(Duration.ofSeconds(30));

    assertThat(town.why(run))
        .contains("the run may take 1330 s, and the maintenance of the agent begins at ");
  }

  @Test
  void whereNothingRunsTheMachineMayGo() {
    town.advance(Duration.ofSeconds(10));
    maintenance(Duration.ofMinutes(20));

    assertThat(town.framework.leaves(going).orElse(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'priority':1 | NEVER | false",
        "'priority':1 | ON_FAILURE | true",
        "'timeouts':{'run':600} | NEVER | true",
        "'timeouts':{'run':3600} | NEVER | false",
        "'array':{'indexes':'0-1'} | NEVER | false",
        "'array':{'indexes':'0-1'} | ON_FAILURE | true"
      })
  void theMachineMayGoIfWhatRunsThereHasEndedByThenOrMayBeginAnew(
      String batch, String policy, boolean leaves) throws Exception {
    job("work", batch, "'restart':{'policy':'" + policy + "'},");
    var run = town.begin("work");
    town.advance(Duration.ofSeconds(10));
    maintenance(Duration.ofMinutes(20));

    assertThat(town.framework.leaves(going)).as(run).contains(leaves);

    town.advance(Duration.ofMinutes(4));
    assertThat(going.running()).isEmpty();
    assertThat(town.framework.leaves(going).orElse(true)).as("it has ended").isTrue();
  }

  @Test
  void whatRunsOnAMachineThatIsBroughtDownBeginsAnewElsewhere() throws Exception {
    job("work", "'retry':{'maxRetries':0}", "'restart':{'policy':'ON_FAILURE'},");
    var run = town.begin("work");
    town.advance(Duration.ofSeconds(10));
    TestAgent staying = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
    maintenance(Duration.ofMinutes(1));

    going.bringDown();
    town.advance(Duration.ofMinutes(1));
    assertThat(staying.running()).hasSize(1);
    town.advance(Duration.ofMinutes(4));

    assertThat(history("work").successCount()).as(run).isEqualTo(1);
    assertThat(town.launched).hasSize(2);
  }
}
