package io.proffer.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.service.change.AppChanges;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Condition;
import io.proffer.service.kernel.Extras;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Site;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** A service framework that does what it must not, one thing at a time. */
final class ServiceLies {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PathId WEB = PathId.of("/web");

  private ServiceLies() {}

  /** The facts of an app of two instances whose deployment has ended, or is under way. */
  private static List<Fact> app(ServiceKernel kernel, String cmd) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("cmd", cmd).put("instances", 2);
    AppChanges changes = new AppChanges(new AppReader("*"));
    var unused = kernel.change(changes.update(WEB, json, AppChanges.Mode.UPDATE), true, NOW);
    return kernel.take().facts();
  }

  private static Instance instance(int number, Instant config) {
    return instance(number, config, Extras.NONE);
  }

  private static Instance instance(int number, Instant config, Extras extras) {
    return new Instance(
        "web.instance-" + number + "._app.1",
        WEB,
        config,
        config,
        new Site("agent", "agent", Optional.empty(), Optional.empty(), Map.of()),
        List.of(),
        Condition.Running,
        NOW,
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        extras);
  }

  private static AppChecks checks(Instance... instances) {
    AppChecks checks = new AppChecks(StateStore.inMemory());
    checks.decided(app(new ServiceKernel(1), "v1"));
    for (Instance instance : instances) {
      checks.decided(List.of(new Fact.InstanceSet(instance)));
    }
    return checks;
  }

  static void launchTwice() {
    Instance one = instance(1, NOW);
    AppChecks checks = checks(one);
    checks.decided(List.of(new Fact.InstanceRemoved(one.taskId()), new Fact.InstanceSet(one)));
  }

  static void giveAnIndexTwice() {
    Extras first = new Extras(Optional.of(0), Optional.empty(), Optional.empty(), new TreeMap<>());
    checks(instance(1, NOW, first), instance(2, NOW, first));
  }

  static void launchTooMany() {
    checks(instance(1, NOW), instance(2, NOW), instance(3, NOW));
  }

  static void killWhatIsNeeded() {
    ServiceKernel kernel = new ServiceKernel(1);
    AppChecks checks = new AppChecks(StateStore.inMemory());
    List<Fact> first = app(kernel, "v1");
    checks.decided(first);
    Instance old = instance(1, NOW);
    kernel.restore(List.of(new Fact.InstanceSet(old)));
    checks.decided(List.of(new Fact.InstanceSet(old)));
    checks.decided(app(kernel, "v2"));
    Instance killed = killed(old, "it is replaced by an instance of the new configuration");
    checks.decided(List.of(new Fact.InstanceSet(killed)));
  }

  private static Instance killed(Instance i, String reason) {
    return new Instance(
        i.taskId(),
        i.app(),
        i.version(),
        i.configVersion(),
        i.site(),
        i.hostPorts(),
        i.condition(),
        i.stagedAt(),
        i.startedAt(),
        i.unreachableSince(),
        i.healthy(),
        Optional.empty(),
        i.ipAddresses(),
        Optional.of(reason),
        i.parts(),
        i.extras());
  }

  static void launchWhatIsNotStored() {
    TaskInfo task =
        TaskInfo.newBuilder()
            .setName("web")
            .setTaskId(
                org.apache.mesos.v1.Protos.TaskID.newBuilder().setValue(instance(1, NOW).taskId()))
            .setAgentId(org.apache.mesos.v1.Protos.AgentID.newBuilder().setValue("agent"))
            .build();
    Offer.Operation launch =
        Offer.Operation.newBuilder()
            .setLaunch(Offer.Operation.Launch.newBuilder().addTaskInfos(task))
            .build();
    Call call =
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(Call.Accept.newBuilder().addOperations(launch))
            .build();
    checks()
        .driverDecided(
            LiveCluster.busy().framework,
            new DriverInput.Started(true),
            new DriverDecision(
                List.of(new DriverEffect.Send(1, 1, URI.create("http://m"), "stream", call))));
  }

  private static ServiceProcesses processes(Instance... instances) {
    ServiceProcesses processes = new ServiceProcesses(Draws.of(1), new Coverage());
    processes.checks().decided(app(new ServiceKernel(1), "v1"));
    for (Instance instance : instances) {
      processes.checks().decided(List.of(new Fact.InstanceSet(instance)));
    }
    return processes;
  }

  static void forgetToStore() {
    processes().replay();
  }

  static Violation aDeploymentGoesOn() {
    return new ServiceSettled(LiveCluster.busy().nodes, processes()).problem().orElseThrow();
  }

  static Violation nothingRuns() {
    ServiceProcesses processes = processes();
    ServiceModel model = processes.checks().model();
    List.copyOf(model.deployments().keySet())
        .forEach(id -> processes.checks().decided(List.of(new Fact.DeploymentRemoved(id))));
    return new ServiceSettled(LiveCluster.busy().nodes, processes).problem().orElseThrow();
  }
}
