package io.proffer.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept, and what is not. */
class FactStoreTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final StateStore values = StateStore.inMemory();
  private final FactStore store = new FactStore(values);
  private final BatchKernel kernel = new BatchKernel(1);

  private static Job job() throws Exception {
    String json =
        "{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0},"
            + "'schedules':[{'id':'s','cron':'* * * * *'}]}";
    return JobReader.job(
        (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')),
        Optional.empty(),
        JobReader.Schedules.TAKEN);
  }

  private void write() {
    store.write(kernel.take().facts());
  }

  /** Its first run ends with it, at the same moment. */
  @Test
  void ofAJobThatIsRemovedWithItsRunNothingIsLeftForTheNextOneOfThatName() throws Exception {
    var unused = kernel.create(job(), NOW);
    var unusedRun = kernel.start(job().id(), Parameters.NONE, NOW);
    write();

    unused = kernel.remove(job().id(), true, NOW);
    write();

    assertThat(values.names()).isEmpty();
  }

  @Test
  void aScheduleThatWasWrittenAndReadIsTheSame() throws Exception {
    var unused = kernel.create(job(), NOW);
    write();

    List<Fact> read = new FactStore(values).read();

    assertThat(read).contains(new Fact.JobSet(job()));
  }
}
