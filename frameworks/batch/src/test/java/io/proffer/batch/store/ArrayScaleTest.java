package io.proffer.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Decision;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.Offers;
import io.proffer.sdk.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

/**
 * Large arrays through the kernel and the store, with a cluster that does at once what it is told.
 */
class ArrayScaleTest {

  /** A million with {@code -Dproffer.array.size=1000000}. */
  private static final int SIZE = Integer.getInteger("proffer.array.size", 50_000);

  private static final int AGENTS = 20;
  private static final int TOGETHER = 1_000;

  private final StateStore values = StateStore.inMemory();
  private final FactStore store = new FactStore(values);
  private final BatchKernel kernel = new BatchKernel(1);
  private final Instant now = Instant.parse("2026-03-01T00:00:00Z");

  private static Offers offers() {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      offers.add(
          Offer.newBuilder()
              .setId(OfferID.newBuilder().setValue("o" + i))
              .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
              .setAgentId(AgentID.newBuilder().setValue("a" + i))
              .setHostname("host" + i)
              .addResources(scalar("cpus", 100))
              .addResources(scalar("mem", 100_000))
              .build());
    }
    return Offers.of(offers);
  }

  private static Resource scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .build();
  }

  private List<Fact> carryOut() {
    Decision decision = kernel.take();
    store.write(decision.facts());
    return decision.facts();
  }

  private List<String> launched() {
    kernel.offered(offers(), now);
    List<String> tasks = new ArrayList<>();
    for (Fact fact : carryOut()) {
      if (fact instanceof Fact.IndexSet set && set.now() instanceof IndexState.Active active) {
        tasks.add(active.attempt().taskId());
      }
    }
    return tasks;
  }

  private void told(List<String> tasks, TaskState state) {
    for (int i = 0; i < tasks.size(); i++) {
      kernel.updated(
          TaskStatus.newBuilder()
              .setTaskId(TaskID.newBuilder().setValue(tasks.get(i)))
              .setState(state)
              .build(),
          now);
      if (i % TOGETHER == TOGETHER - 1) {
        var unused = carryOut();
      }
    }
    var unused = carryOut();
  }

  @Test
  void aLargeArrayIsFewRecordsAndEveryIndexIsLaunchedOnce() throws Exception {
    String json =
        "{'id':'big','batch':{'array':{'indexes':'0-%d%%2000'}},".formatted(SIZE - 1)
            + "'run':{'cmd':'true','cpus':0.5,'mem':32,'disk':0}}";
    Job job =
        JobReader.job(
            (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')),
            Optional.empty(),
            JobReader.Schedules.TAKEN);
    var unused = kernel.create(job, now);
    var unused2 = kernel.start(job.id(), Parameters.NONE, now);
    var unused3 = carryOut();
    int tasks = 0;
    int most = 0;
    while (!kernel.runs().isEmpty()) {
      List<String> next = launched();
      assertThat(next).isNotEmpty();
      tasks += next.size();
      most = Math.max(most, values.names().size());
      told(next, TaskState.TASK_RUNNING);
      told(next, TaskState.TASK_FINISHED);
    }

    assertThat(tasks).isEqualTo(SIZE);
    assertThat(most).isLessThan(SIZE / 8_192 + 75);
    assertThat(kernel.view(job.id(), true).history().successful().getFirst().array().orElseThrow())
        .satisfies(array -> assertThat(array.succeeded()).isEqualTo(SIZE));
  }
}
