package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.TreeChange;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.Steer;
import io.proffer.service.kernel.Town;
import io.proffer.service.model.PathId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** Whatever changes: apps that were kept are as they would be rendered now. */
class RenderedAppsTest {

  private final Town town = new Town().agent("a1", "cpus:9;mem:9000;ports:[31000-31099]", "");
  private final AppChanges apps = new AppChanges(new AppReader("*"));
  private final RenderedApps kept = new RenderedApps();

  private ServiceSnapshot snapshot() {
    return town.ask(ServiceKernel::snapshot, (at, notice) -> {});
  }

  private void change(TreeChange change) {
    var unused = town.ask((kernel, now) -> kernel.change(change, true, now), (at, notice) -> {});
  }

  private void put(String id, String json) throws Exception {
    ObjectNode app = new ObjectMapper().readValue(json.replace('\'', '"'), ObjectNode.class);
    change(apps.update(PathId.of(id), app, AppChanges.Mode.UPDATE));
  }

  private void verify() {
    ServiceSnapshot now = snapshot();
    for (Set<Embed> embed :
        List.of(Embed.LISTED, EnumSet.complementOf(EnumSet.of(Embed.TASK_STATS)))) {
      assertThat(kept.list(now, app -> true, embed).body())
          .isEqualTo(new RenderedApps().list(now, app -> true, embed).body());
    }
  }

  @Test
  void theyAreAsTheyWouldBeRenderedNow() throws Exception {
    put("/a", "{'cmd':'x'}");
    put("/b", "{'cmd':'x','instances':2,'healthChecks':[{'protocol':'TCP'}]}");
    verify();
    put("/b", "{'instances':3}");
    verify();
    put("/a", "{'cmd':'y','cpus':100}");
    verify();
    Instance failing = snapshot().instances(PathId.of("/b")).getFirst();
    town.ask(
        (kernel, now) -> {
          kernel.updated(
              TaskStatus.newBuilder()
                  .setTaskId(TaskID.newBuilder().setValue(failing.taskId()))
                  .setState(TaskState.TASK_FAILED)
                  .buildPartial(),
              now);
          kernel.settle(now);
          return true;
        },
        (at, notice) -> {});
    verify();
    put("/a", "{'cpus':1,'proffer':{'deployment':{'canaries':1}}}");
    put("/a", "{'cmd':'z'}");
    verify();
    String id = snapshot().deployments().getFirst().id();
    var unused =
        town.ask((kernel, now) -> kernel.steer(id, Steer.PROMOTE, now), (at, notice) -> {});
    verify();
    change(apps.remove(PathId.of("/b")));
    verify();
    assertThat(kept.list(snapshot(), app -> false, Embed.LISTED).body().utf8String())
        .isEqualTo("{\"apps\":[]}");
  }
}
