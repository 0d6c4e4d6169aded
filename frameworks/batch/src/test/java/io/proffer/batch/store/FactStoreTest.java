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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** It is there with its history and is due again, or nothing of it is. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aJobIsRemovedWhollyOrNotThoughTheProcessDiesMeanwhile(int changes) throws Exception {
    var unused = kernel.create(job(), NOW);
    var run = kernel.start(job().id(), Parameters.NONE, NOW);
    write();
    unused = kernel.remove(job().id(), true, NOW);
    new FactStore(new FirstPart(values, changes)).write(kernel.take().facts());

    List<Fact> read = new FactStore(values).read();

    assertThat(run).isNotNull();
    if (read.isEmpty()) {
      assertThat(values.names()).isEmpty();
    } else {
      assertThat(read).contains(new Fact.JobSet(job()));
      assertThat(read).hasAtLeastOneElementOfType(Fact.ScheduleMarked.class);
      assertThat(read)
          .anyMatch(fact -> fact instanceof Fact.RunSet || fact instanceof Fact.RunFinished);
    }
  }

  /** Makes so many changes, and none after them. */
  private static final class FirstPart implements StateStore {
    private final StateStore values;
    private int left;

    FirstPart(StateStore values, int changes) {
      this.values = values;
      this.left = changes;
    }

    @Override
    public Optional<byte[]> get(String name) {
      return values.get(name);
    }

    @Override
    public void put(String name, byte[] value) {
      if (left-- > 0) {
        values.put(name, value);
      }
    }

    @Override
    public void remove(String name) {
      if (left-- > 0) {
        values.remove(name);
      }
    }

    @Override
    public Set<String> names() {
      return values.names();
    }

    @Override
    public boolean isDurable() {
      return true;
    }
  }

  @Test
  void aScheduleThatWasWrittenAndReadIsTheSame() throws Exception {
    var unused = kernel.create(job(), NOW);
    write();

    List<Fact> read = new FactStore(values).read();

    assertThat(read).contains(new Fact.JobSet(job()));
  }
}
