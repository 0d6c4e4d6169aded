package io.proffer.service.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.testkit.TestAgent;
import io.proffer.sdk.testkit.TestCluster;
import io.proffer.sdk.testkit.TestFramework;
import io.proffer.service.change.AppChanges;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.model.PathId;
import io.proffer.service.store.DirectJournal;
import io.proffer.service.store.FactStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Volumes that a real master and real agents keep, in virtual time. */
class ResidentInClusterTest {

  private static final AppReader READER = new AppReader("prod");
  private static final PathId DB = PathId.of("/db");

  private final StateStore store = StateStore.inMemory();
  private final List<ServiceScheduler> processes = new ArrayList<>();
  private final TestCluster cluster = TestCluster.create();
  private final TestAgent first = cluster.addAgent("cpus:2;mem:1024;disk:500;ports:[31000-31009]");
  private final TestFramework framework =
      cluster.start(Proffer.framework("service").roles("prod"), this::process);

  private ServiceScheduler process() {
    FactStore records = new FactStore(store, READER);
    processes.add(
        new ServiceScheduler(
            new ServiceKernel(processes.size()),
            records.read(),
            new DirectJournal(records),
            SecretStore.NONE,
            (poll, answer) -> {},
            Set.of("prod"),
            (at, notice) -> {}));
    return processes.getLast();
  }

  private <T> T ask(BiFunction<ServiceKernel, Instant, T> question) {
    List<T> answers = new ArrayList<>();
    framework
        .driver()
        .execute(() -> processes.getLast().ask(question, answers::add, framework.driver()));
    cluster.advanceUntil(() -> !answers.isEmpty(), Duration.ofSeconds(5));
    return answers.getFirst();
  }

  private void put(String json) throws Exception {
    var change =
        new AppChanges(READER)
            .update(
                DB,
                new ObjectMapper().readValue(json.replace('\'', '"'), ObjectNode.class),
                AppChanges.Mode.UPDATE);
    var unused = ask((kernel, now) -> kernel.change(change, false, now));
    cluster.advance(Duration.ofMinutes(1));
  }

  private List<Instance> instances() {
    return ask(ServiceKernel::snapshot).instances(DB);
  }

  @Test
  void anInstanceComesBackToItsVolumeUnderAnotherProcessAndGivesItBackAtTheEnd() throws Exception {
    put(
        "{'cmd':'x','cpus':1,'mem':64,'container':{'type':'MESOS','volumes':["
            + "{'containerPath':'data','persistent':{'size':100}}]}}");
    Instance before = instances().getFirst();
    assertThat(first.running()).hasSize(1);

    framework.task(before.taskId()).exit(1);
    framework.kill();
    framework.start();
    cluster.advance(Duration.ofMinutes(5));

    assertThat(instances()).hasSize(1);
    Instance after = instances().getFirst();
    assertThat(after.taskId()).isEqualTo(before.instanceId() + "._app.2");
    assertThat(first.running()).extracting(task -> task.value()).containsExactly(after.taskId());

    var removed = ask((kernel, now) -> kernel.change(new AppChanges(READER).remove(DB), true, now));
    assertThat(removed).isNotNull();
    cluster.advance(Duration.ofMinutes(5));
    put("{'cmd':'x','cpus':2,'mem':1024,'disk':500}");
    assertThat(first.running()).hasSize(1);
  }
}
