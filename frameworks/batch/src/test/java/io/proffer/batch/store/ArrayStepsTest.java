package io.proffer.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Indexes;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An array is stored in steps, whatever dies meanwhile. */
class ArrayStepsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final int SIZE = 20_000;
  private static final int WRITES = 200;

  /** Makes only so many changes, and then none: what a process does that dies. */
  private static final class Dying implements StateStore {
    private final StateStore values;
    private int changes;

    Dying(StateStore values, int changes) {
      this.values = values;
      this.changes = changes;
    }

    @Override
    public Optional<byte[]> get(String name) {
      return values.get(name);
    }

    @Override
    public void put(String name, byte[] value) {
      if (changes-- > 0) {
        values.put(name, value);
      }
    }

    @Override
    public void remove(String name) {
      if (changes-- > 0) {
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

  private final StateStore values = StateStore.inMemory();
  private final Map<Integer, IndexState> model = new LinkedHashMap<>();

  private static Run array(List<Fact> facts) throws Exception {
    String json =
        "{'id':'big','batch':{'array':{'indexes':'0-%d'}},".formatted(SIZE - 1)
            + "'run':{'cmd':'true','cpus':0.5,'mem':32,'disk':0}}";
    Job job =
        JobReader.job(
            (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')),
            Optional.empty(),
            JobReader.Schedules.TAKEN);
    BatchKernel kernel = new BatchKernel(1);
    var unused = kernel.create(job, NOW);
    var unusedRun = kernel.start(job.id(), Parameters.NONE, NOW);
    facts.addAll(kernel.take().facts());
    return kernel.runs().getFirst();
  }

  private static IndexState.Active active(int index, int number) {
    String agent = "a" + index % 7;
    return new IndexState.Active(
        Attempt.launched(
            number,
            "big.r." + index + "." + number,
            agent,
            "host-" + agent,
            "http://" + agent,
            NOW.plusSeconds(number)),
        0,
        number - 1);
  }

  /** Some indexes go on as they may: nothing, runs, waits or has ended. */
  private List<Fact> some(Run run, Random random) {
    List<Fact> facts = new ArrayList<>();
    int from = random.nextInt(SIZE - 100);
    for (int index = from; index < from + 1 + random.nextInt(60); index++) {
      IndexState next =
          switch (model.get(index)) {
            case null -> active(index, 1);
            case IndexState.Active a ->
                random.nextInt(4) == 0
                    ? new IndexState.Waiting(a.attempt().number(), 0, 1, NOW.plusSeconds(60))
                    : random.nextInt(4) == 0 ? new IndexState.Failed() : new IndexState.Succeeded();
            case IndexState.Waiting w -> active(index, w.attempts() + 1);
            case IndexState.Succeeded s -> s;
            case IndexState.Failed f -> f;
          };
      if (!next.equals(model.get(index))) {
        model.put(index, next);
        facts.add(new Fact.IndexSet(run.job(), run.id(), index, next));
      }
    }
    return facts;
  }

  private static Map<Integer, IndexState> read(StateStore from) {
    Indexes indexes =
        new FactStore(from)
            .read().stream()
                .filter(Fact.IndexesRestored.class::isInstance)
                .map(fact -> ((Fact.IndexesRestored) fact).indexes())
                .findFirst()
                .orElseThrow();
    Map<Integer, IndexState> read = new LinkedHashMap<>();
    for (int index = 0; index < SIZE; index++) {
      if (indexes.isSucceeded(index)) {
        read.put(index, new IndexState.Succeeded());
      } else if (indexes.isFailed(index)) {
        read.put(index, new IndexState.Failed());
      }
    }
    read.putAll(indexes.active());
    read.putAll(indexes.waiting());
    return read;
  }

  private static StateStore copy(StateStore of) {
    StateStore copy = StateStore.inMemory();
    SequencedMap<String, Optional<byte[]>> all = new LinkedHashMap<>();
    of.names().forEach(name -> all.put(name, of.get(name)));
    copy.commit(all);
    return copy;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isReadAsItWasBeforeTheLastWriteOrAfterItWhereverThatBrokeOff(long seed) throws Exception {
    Random random = new Random(seed);
    List<Fact> begun = new ArrayList<>();
    Run run = array(begun);
    FactStore store = new FactStore(values);
    store.write(begun);
    int most = 0;
    for (int i = 0; i < WRITES; i++) {
      Map<Integer, IndexState> before = new LinkedHashMap<>(model);
      StateStore there = copy(values);
      List<Fact> facts = some(run, random);
      if (i % 10 == 9) {
        StateStore dead = new Dying(there, random.nextInt(70));
        FactStore dying = new FactStore(dead);
        var unused = dying.read();
        dying.write(facts);

        assertThat(read(there)).isIn(before, model);
      }
      store.write(facts);
      most = Math.max(most, values.names().size());
    }

    assertThat(read(values)).isEqualTo(model);
    assertThat(most).isBetween(20, 100);
  }

  @Test
  void nothingIsLeftOfAnArrayThatHasEnded() throws Exception {
    List<Fact> begun = new ArrayList<>();
    Run run = array(begun);
    FactStore store = new FactStore(values);
    store.write(begun);
    for (int i = 0; i < 10; i++) {
      store.write(some(run, new Random(i)));
    }
    assertThat(values.names()).anyMatch(name -> name.startsWith("step."));

    FactStore next = new FactStore(values);
    var unused = next.read();
    next.write(List.of(new Fact.RunDropped(run.job(), run.id())));

    assertThat(values.names()).noneMatch(name -> name.contains("step.") || name.contains("bits."));
  }
}
