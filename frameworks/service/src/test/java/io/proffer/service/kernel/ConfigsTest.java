package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.protocol.TaskSignal;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.PathId;
import io.proffer.service.model.SealedSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

/** Configuration that the framework keeps gets into instances, and changes get there too. */
class ConfigsTest {

  private final Town town = new Town().agent("a1", "cpus:50;mem:100000;ports:[31000-31099]", "");

  private void config(String name, Map<String, String> entries) {
    var unused = town.kernel.config(name, entries, town.now);
    town.pass(Duration.ofSeconds(1));
  }

  private TaskInfo task() {
    return town.tasks.values().iterator().next();
  }

  private List<String> variables(String prefix) {
    return task().getCommand().getEnvironment().getVariablesList().stream()
        .filter(v -> v.getName().startsWith(prefix))
        .map((Environment.Variable v) -> v.getName() + "=" + v.getValue())
        .toList();
  }

  @Test
  void entriesAreVariablesOrFilesAndTheAppsOwnVariablesWin() {
    config("web", Map.of("log.level", "info", "MODE", "fast"));
    town.create(
        "{'id':'/web','cmd':'x','env':{'C_MODE':'own'},'proffer':{'configs':["
            + "{'name':'web','prefix':'C_'},{'name':'web','directory':'conf'}]}}");
    town.settle();

    assertThat(variables("C_")).containsExactlyInAnyOrder("C_MODE=own", "C_log_level=info");
    assertThat(task().getContainer().getVolumesList())
        .extracting(Volume::getContainerPath)
        .containsExactlyInAnyOrder("conf/log.level", "conf/MODE");
    assertThat(task().getContainer().getVolumesList())
        .extracting(v -> v.getSource().getSecret().getValue().getData().toStringUtf8())
        .containsExactlyInAnyOrder("info", "fast");
  }

  @Test
  void aChangeReplacesTheInstancesOnceAndOnlyOfAppsThatSaySo() {
    config("c", Map.of("A", "1"));
    town.create("{'id':'/re','cmd':'x','proffer':{'configs':[{'name':'c'}]}}");
    town.settle();
    String before = town.tasks.keySet().iterator().next();
    config("c", Map.of("A", "1"));
    town.settle();
    assertThat(town.tasks).containsOnlyKeys(before);

    config("c", Map.of("A", "2"));
    town.settle();

    assertThat(town.tasks).hasSize(1).doesNotContainKey(before);
    assertThat(variables("A")).containsExactly("A=2");
    String after = town.tasks.keySet().iterator().next();
    town.pass(Duration.ofSeconds(5));
    town.takeOver();
    town.pass(Duration.ofSeconds(5));
    town.settle();
    assertThat(town.tasks).containsOnlyKeys(after);

    town.update("/re", "{'proffer':{'configs':[{'name':'c','onChange':'NOTHING'}]}}");
    town.settle();
    String still = town.tasks.keySet().iterator().next();
    config("c", Map.of("A", "3"));
    town.settle();
    assertThat(town.tasks).containsOnlyKeys(still);
  }

  private static final String SIGNALLED =
      "{'id':'/web','cmd':'x','proffer':{'configs':[{'name':'c','directory':'conf',"
          + "'onChange':'SIGNAL','signal':'SIGUSR1'}]}}";

  @Test
  void aChangeIsWrittenForInstancesThatRunAndTheyAreSignalled() {
    config("c", Map.of("A", "1"));
    town.create(SIGNALLED);
    town.settle();
    String task = town.tasks.keySet().iterator().next();

    config("c", Map.of("A", "2"));

    assertThat(town.refreshes)
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.taskId()).isEqualTo(task);
              assertThat(asked.agentId()).isEqualTo("a1");
              assertThat(asked.refresh().files())
                  .containsExactly(Map.entry("conf/A", ByteString.copyFromUtf8("2")));
              assertThat(asked.refresh().signal()).contains(TaskSignal.SIGUSR1);
            });
    assertThat(why()).contains("ConfigNotDelivered");
    town.refreshed(Optional.empty());
    town.pass(Duration.ofMinutes(1));
    town.settle();
    assertThat(town.refreshes).isEmpty();
    assertThat(town.tasks).containsOnlyKeys(task);
    assertThat(why()).isEmpty();
  }

  @Test
  void itIsAskedAgainUntilItIsDoneAlsoByTheNextProcess() {
    config("c", Map.of("A", "1"));
    town.create(SIGNALLED);
    town.settle();
    config("c", Map.of("A", "2"));
    town.refreshed(Optional.of("no space left on device"));
    town.pass(Duration.ofSeconds(5));
    assertThat(town.refreshes).isEmpty();

    town.pass(Duration.ofSeconds(15));
    assertThat(town.refreshes).hasSize(1);
    town.refreshes.clear(); // The message was lost.
    town.takeOver();
    town.pass(Duration.ofSeconds(1));
    assertThat(town.refreshes).hasSize(1);
    town.refreshed(Optional.empty());
    town.takeOver();
    town.pass(Duration.ofSeconds(1));

    assertThat(town.refreshes).isEmpty();
  }

  @Test
  void instancesAreReplacedWhereThereAreOtherFiles() {
    config("c", Map.of("A", "1"));
    town.create(SIGNALLED);
    town.settle();
    String before = town.tasks.keySet().iterator().next();
    town.pass(Duration.ofSeconds(1));

    config("c", Map.of("A", "1", "B", "1"));
    town.settle();

    assertThat(town.refreshes).isEmpty();
    assertThat(town.tasks).hasSize(1).doesNotContainKey(before);
  }

  private List<String> why() {
    return Why.of(town.app("/web"), town.snapshot(), town.kernel.beyond()).stream()
        .map(Cause::kind)
        .toList();
  }

  @Test
  void nothingIsLaunchedWithoutItsConfiguration() {
    town.create("{'id':'/web','cmd':'x','proffer':{'configs':[{'name':'c'}]}}");
    town.settle();
    assertThat(town.tasks).isEmpty();
    assertThat(Why.of(town.app("/web"), town.snapshot(), town.kernel.beyond()))
        .extracting(Cause::kind)
        .containsExactly("ConfigMissing");

    config("c", Map.of("A", "1"));
    town.settle();

    assertThat(town.tasks).hasSize(1);
    assertThat(town.kernel.removeConfig("c")).containsExactly(PathId.of("/web"));
  }

  @Test
  void keepsTheLastVersionsAlsoAfterATakeover() {
    for (int i = 0; i < 15; i++) {
      config("c", Map.of("A", Integer.toString(i)));
    }
    town.takeOver();

    assertThat(town.kernel.configVersions("c"))
        .extracting(ConfigMap::version)
        .containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L);
  }

  @Test
  void aSecretThatChangesReplacesTheInstancesOfAppsThatSaySo() {
    seal();
    town.create(
        "{'id':'/web','cmd':'x','secrets':{'pw':{'source':'db'}},'env':{'PW':{'secret':'pw'}},"
            + "'proffer':{'onSecretChange':'RESTART'}}");
    town.settle();
    String before = town.tasks.keySet().iterator().next();

    town.pass(Duration.ofSeconds(1));
    seal();
    town.pass(Duration.ofSeconds(1));
    town.settle();

    assertThat(town.tasks).hasSize(1).doesNotContainKey(before);
    assertThat(town.kernel.secrets()).extracting(SealedSecret::version).containsExactly(2L);
  }

  private void seal() {
    var unused =
        town.kernel.seal("db", version -> new SealedSecret("db", version, town.now, "k", "sealed"));
  }
}
