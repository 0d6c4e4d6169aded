package io.proffer.service.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.core.model.TaskId;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.testkit.TestAgent;
import io.proffer.sdk.testkit.TestCluster;
import io.proffer.sdk.testkit.TestFramework;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.PodChanges;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.PodReader;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.PathId;
import io.proffer.service.store.DirectJournal;
import io.proffer.service.store.FactStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The framework with a real master, agents and driver, in virtual time. */
class ServiceInClusterTest {

  private static final AppReader READER = new AppReader("*");
  private static final String AGENT = "cpus:4;mem:4096;disk:1000;ports:[31000-31099]";

  private final StateStore store = StateStore.inMemory();
  private final List<ServiceScheduler> processes = new ArrayList<>();
  private final TestCluster cluster = TestCluster.create();
  private final TestAgent first = cluster.addAgent(AGENT);
  private final TestFramework framework =
      cluster.start(Proffer.framework("service"), this::process);

  private ServiceScheduler process() {
    FactStore records = new FactStore(store, READER);
    ServiceScheduler scheduler =
        new ServiceScheduler(
            new ServiceKernel(processes.size()),
            records.read(),
            new DirectJournal(records),
            SecretStore.NONE,
            (poll, answer) -> {},
            Set.of("*"),
            (at, notice) -> {});
    processes.add(scheduler);
    return scheduler;
  }

  private <T> T ask(BiFunction<ServiceKernel, Instant, T> question) {
    List<T> answers = new ArrayList<>();
    framework
        .driver()
        .execute(() -> processes.getLast().ask(question, answers::add, framework.driver()));
    cluster.advanceUntil(() -> !answers.isEmpty(), Duration.ofSeconds(5));
    return answers.getFirst();
  }

  private void put(String id, String json) throws Exception {
    var change =
        new AppChanges(READER)
            .update(
                PathId.of(id),
                new ObjectMapper().readValue(json.replace('\'', '"'), ObjectNode.class),
                AppChanges.Mode.UPDATE);
    var unused = ask((kernel, now) -> kernel.change(change, false, now));
  }

  private List<String> running(String id) {
    ServiceSnapshot snapshot = ask(ServiceKernel::snapshot);
    assertThat(snapshot.deployments()).isEmpty();
    return snapshot.instances(PathId.of(id)).stream().map(Instance::taskId).sorted().toList();
  }

  private static List<String> tasks(TestAgent agent) {
    return agent.running().stream().map(TaskId::value).sorted().toList();
  }

  @Test
  void goesOnInAnotherProcessUnderAnotherMaster() throws Exception {
    put("/web", "{'cmd':'serve','instances':3,'cpus':0.5}");
    cluster.advance(Duration.ofMinutes(1));
    List<String> before = running("/web");
    assertThat(before).hasSize(3).isEqualTo(tasks(first));

    framework.kill();
    cluster.changeMaster();
    cluster.advance(Duration.ofMinutes(2));
    framework.start();
    cluster.advance(Duration.ofMinutes(2));

    assertThat(running("/web")).isEqualTo(before);
    assertThat(tasks(first)).isEqualTo(before);
  }

  @Test
  void anAgentWritesAChangedConfigurationForTasksThatRun() throws Exception {
    var unused = ask((kernel, now) -> kernel.config("web", Map.of("level", "info"), now));
    put(
        "/web",
        "{'cmd':'serve','proffer':{'configs':[{'name':'web','directory':'conf',"
            + "'onChange':'SIGNAL'}]}}");
    cluster.advance(Duration.ofMinutes(1));
    List<String> before = running("/web");

    var unusedToo = ask((kernel, now) -> kernel.config("web", Map.of("level", "debug"), now));
    cluster.advance(Duration.ofSeconds(5));

    ServiceSnapshot snapshot = ask(ServiceKernel::snapshot);
    assertThat(snapshot.instances(PathId.of("/web")))
        .extracting(instance -> instance.extras().configs())
        .containsExactly(new TreeMap<>(Map.of("web", 2L)));
    assertThat(running("/web")).hasSize(1).isEqualTo(before);
  }

  @Test
  void readersAskTheKernelOnlyWhenSomethingHasChanged() throws Exception {
    put("/web", "{'cmd':'serve'}");
    cluster.advance(Duration.ofMinutes(1));
    DrivenService service = service();
    CompletableFuture<ServiceSnapshot> asked = service.snapshot().toCompletableFuture();
    cluster.advanceUntil(asked::isDone, Duration.ofSeconds(5));

    assertThat(service.snapshot().toCompletableFuture()).isCompletedWithValue(asked.join());

    put("/db", "{'cmd':'serve'}");
    CompletableFuture<ServiceSnapshot> later = service.snapshot().toCompletableFuture();
    assertThat(later).isNotDone();
    cluster.advanceUntil(later::isDone, Duration.ofSeconds(5));
    assertThat(later.join().tree().apps()).containsKey(PathId.of("/db"));

    cluster.advance(Duration.ofMinutes(1));
    framework.kill();
    framework.start();
    assertThat(service().snapshot().toCompletableFuture())
        .isCompletedWithValueMatching(known -> known.tree().apps().size() == 2);
  }

  private DrivenService service() {
    return new DrivenService(processes.getLast(), framework.driver(), () -> {});
  }

  @Test
  void finishesADeploymentThatAnotherProcessBegan() throws Exception {
    put("/web", "{'cmd':'v1','instances':3,'cpus':0.5}");
    cluster.advance(Duration.ofMinutes(1));
    List<String> old = running("/web");
    put("/web", "{'cmd':'v2'}");
    framework.kill();

    framework.start();
    cluster.advance(Duration.ofMinutes(3));

    assertThat(running("/web")).hasSize(3).doesNotContainAnyElementsOf(old);
    assertThat(tasks(first)).isEqualTo(running("/web"));
  }

  @Test
  void replacesTheInstancesOfAMachineThatIsGone() throws Exception {
    put("/web", "{'cmd':'serve','instances':2,'cpus':0.5}");
    cluster.advance(Duration.ofMinutes(1));
    TestAgent second = cluster.addAgent(AGENT);
    cluster.advance(Duration.ofMinutes(1));

    first.losePower();
    cluster.advance(Duration.ofMinutes(15));

    assertThat(tasks(second)).hasSize(2).isEqualTo(running("/web"));
  }

  @Test
  void asksForOffersOfTheRolesOfItsApps() throws Exception {
    put("/web", "{'cmd':'serve','cpus':0.5}");
    cluster.advance(Duration.ofMinutes(1));
    put("/dev/web", "{'cmd':'serve','cpus':0.5,'role':'dev'}");
    cluster.advance(Duration.ofMinutes(1));
    assertThat(running("/dev/web")).hasSize(1);

    cluster.changeMaster();
    cluster.advance(Duration.ofMinutes(2));
    put("/dev/web", "{'instances':2}");
    cluster.advance(Duration.ofMinutes(1));
    assertThat(running("/dev/web")).hasSize(2);
    assertThat(running("/web")).hasSize(1);
  }

  @Test
  void launchesAgainWhatFails() throws Exception {
    put("/web", "{'cmd':'serve','cpus':0.5}");
    cluster.advance(Duration.ofMinutes(1));
    String failed = running("/web").getFirst();

    framework.task(failed).exit(7);
    cluster.advance(Duration.ofMinutes(1));

    assertThat(running("/web")).hasSize(1).doesNotContain(failed);
  }

  @Test
  void launchesAndEndsThePartsOfAPodTogether() throws Exception {
    var change =
        new PodChanges(new PodReader(READER))
            .create(
                new ObjectMapper()
                    .readValue(
                        """
                        {"id": "/pod", "containers": [
                          {"name": "a", "exec": {"command": {"shell": "x"}},
                           "resources": {"cpus": 0.5, "mem": 64}},
                          {"name": "b", "exec": {"command": {"argv": ["y"]}},
                           "resources": {"cpus": 0.5, "mem": 64}}]}
                        """,
                        ObjectNode.class));
    var unused = ask((kernel, now) -> kernel.change(change, false, now));
    cluster.advance(Duration.ofMinutes(1));
    List<String> before = tasks(first);
    assertThat(before).hasSize(2);
    assertThat(running("/pod")).hasSize(1);

    framework.task(before.getFirst()).exit(1);
    cluster.advance(Duration.ofMinutes(2));

    assertThat(tasks(first)).hasSize(2).doesNotContainAnyElementsOf(before);
    assertThat(running("/pod")).hasSize(1);
  }
}
