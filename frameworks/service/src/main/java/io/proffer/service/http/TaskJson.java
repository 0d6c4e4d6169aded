package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.TaskFailure;
import io.proffer.service.model.App;
import io.proffer.service.model.PortSpec;
import io.proffer.service.model.Volume;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tasks as Marathon's clients read them. */
final class TaskJson {

  private TaskJson() {}

  static ArrayNode list(Collection<Instance> instances, ServiceSnapshot snapshot) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    instances.forEach(instance -> list.add(of(instance, snapshot)));
    return list;
  }

  static ObjectNode of(Instance instance, ServiceSnapshot snapshot) {
    Optional<App> app = snapshot.appOf(instance);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    addresses(out, instance);
    out.put("stagedAt", Times.text(instance.stagedAt()));
    out.put("state", instance.taskState());
    ports(out.putArray("ports"), instance.hostPorts());
    instance.startedAt().ifPresent(at -> out.put("startedAt", Times.text(at)));
    out.put("version", Times.text(instance.version()));
    out.put("id", instance.taskId());
    out.put("appId", instance.app().toString());
    instance.extras().index().ifPresent(index -> out.put("index", index));
    if (snapshot.isCanary(instance)) {
      out.put("canary", true);
    }
    out.put("slaveId", instance.site().agentId());
    out.put("host", instance.site().hostname());
    instance.site().region().ifPresent(region -> out.put("region", region));
    instance.site().zone().ifPresent(zone -> out.put("zone", zone));
    out.put("role", app.map(a -> a.spec().role()).orElse("*"));
    ports(
        out.putArray("servicePorts"),
        app.map(a -> a.spec().ports().stream().map(PortSpec::servicePort).toList())
            .orElse(List.of()));
    app.filter(a -> a.spec().isResident())
        .ifPresent(a -> volumes(out.putArray("localVolumes"), a, instance));
    boolean checked = app.filter(a -> !a.spec().healthChecks().isEmpty()).isPresent();
    if (checked && instance.healthy().isPresent()) {
      boolean alive = instance.healthy().get();
      out.putArray("healthCheckResults")
          .addObject()
          .put("alive", alive)
          .put("consecutiveFailures", alive ? 0 : 1)
          .put("instanceId", instance.instanceId())
          .put("taskId", instance.taskId());
    }
    return out;
  }

  private static void volumes(ArrayNode out, App app, Instance instance) {
    String uuid = instance.instanceId().replaceFirst(".*\\.instance-", "");
    for (Volume.Persistent volume : app.spec().persistentVolumes()) {
      String path = volume.containerPath();
      out.addObject()
          .put("runSpecId", app.id().toString())
          .put("containerPath", path)
          .put("uuid", uuid)
          .put("persistenceId", app.id().safe() + "#" + path + "#" + uuid);
    }
  }

  static void addresses(ObjectNode out, Instance instance) {
    ArrayNode addresses = out.putArray("ipAddresses");
    for (String address : instance.ipAddresses()) {
      addresses
          .addObject()
          .put("ipAddress", address)
          .put("protocol", address.contains(":") ? "IPv6" : "IPv4");
    }
  }

  static void ports(ArrayNode out, List<Integer> ports) {
    ports.forEach(out::add);
  }

  static ObjectNode failure(TaskFailure failure) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("appId", failure.app().toString())
        .put("host", failure.host())
        .put("message", failure.message())
        .put("state", failure.state())
        .put("taskId", failure.taskId())
        .put("timestamp", Times.text(failure.at()))
        .put("version", Times.text(failure.version()))
        .put("slaveId", failure.agentId());
  }
}
