package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.PodWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Condition;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Part;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.Endpoint;
import io.proffer.service.model.Pod;
import io.proffer.service.model.PodContainer;
import io.proffer.service.model.PodTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How pods fare. */
final class PodStatusJson {

  private static final String STABLE = "STABLE";
  private static final String DEGRADED = "DEGRADED";

  private PodStatusJson() {}

  static ObjectNode of(App pod, ServiceSnapshot snapshot) {
    List<Instance> instances = snapshot.instances(pod.id());
    long stable = instances.stream().filter(i -> status(i, snapshot).equals(STABLE)).count();
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("id", pod.id().toString());
    out.set("spec", PodWriter.write(pod));
    out.put("status", stable >= pod.instances() ? STABLE : DEGRADED);
    Instant since =
        instances.stream()
            .map(PodStatusJson::since)
            .max(Instant::compareTo)
            .orElse(pod.versions().version());
    out.put("statusSince", Times.text(since));
    ArrayNode all = out.putArray("instances");
    instances.forEach(instance -> all.add(instance(instance, snapshot)));
    out.putArray("terminationHistory");
    out.put("lastUpdated", Times.text(snapshot.at())).put("lastChanged", Times.text(since));
    return out;
  }

  /** An instance is STABLE when all of its containers run and those that are looked at are well. */
  private static String status(Instance instance, ServiceSnapshot snapshot) {
    return switch (instance.condition()) {
      case Provisioned -> "PENDING";
      case Staging, Starting -> "STAGING";
      case Running -> {
        boolean checked =
            snapshot.appOf(instance).filter(app -> app.spec().isChecked()).isPresent();
        yield instance.isKilled() || (checked && !instance.healthy().orElse(false))
            ? DEGRADED
            : STABLE;
      }
      case Killing, Unreachable, UnreachableInactive, Unknown -> DEGRADED;
      case Finished, Failed, Killed, Error, Gone, Dropped -> "TERMINAL";
    };
  }

  private static Instant since(Instance instance) {
    return instance.parts().values().stream()
        .map(Part::since)
        .max(Instant::compareTo)
        .orElse(instance.stagedAt());
  }

  static ObjectNode instance(Instance instance, ServiceSnapshot snapshot) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("id", instance.instanceId());
    String since = Times.text(since(instance));
    out.put("status", status(instance, snapshot)).put("statusSince", since);
    out.putArray("conditions");
    out.put("agentHostname", instance.site().hostname());
    out.put("agentId", instance.site().agentId());
    Optional<Pod> pod = snapshot.appOf(instance).flatMap(app -> app.spec().pod());
    ArrayNode networks = out.putArray("networks");
    if (!instance.ipAddresses().isEmpty()) {
      ArrayNode addresses = networks.addObject().putArray("addresses");
      instance.ipAddresses().forEach(addresses::add);
    }
    Amounts amounts =
        snapshot
            .appOf(instance)
            .map(app -> app.spec().executorAmounts().map(app.spec().amounts()::plus))
            .flatMap(together -> together)
            .orElse(new Amounts(0, 0, 0, 0));
    PodWriter.resources(out.putObject("resources"), amounts);
    ArrayNode containers = out.putArray("containers");
    int port = 0;
    for (PodContainer container : pod.map(Pod::containers).orElse(List.of())) {
      ObjectNode json = containers.addObject();
      container(json, container, instance);
      ArrayNode endpoints = json.putArray("endpoints");
      for (Endpoint endpoint : container.endpoints()) {
        ObjectNode one = endpoints.addObject().put("name", endpoint.name());
        if (endpoint.hostPort().isPresent() && port < instance.hostPorts().size()) {
          one.put("allocatedHostPort", instance.hostPorts().get(port++));
        }
        Part part = instance.parts().get(container.name());
        if (container.health().isPresent() && part != null) {
          part.healthy().ifPresent(healthy -> one.put("healthy", healthy));
        }
      }
    }
    out.put(
        "specReference",
        "/v2/pods" + instance.app() + "::versions/" + Times.text(instance.version()));
    out.put("lastUpdated", Times.text(snapshot.at())).put("lastChanged", since);
    return out;
  }

  private static void container(ObjectNode out, PodContainer container, Instance instance) {
    Part part =
        instance
            .parts()
            .getOrDefault(
                container.name(),
                new Part(Condition.Unknown, Optional.empty(), instance.stagedAt()));
    out.put("name", container.name());
    out.put("status", state(part.condition()));
    out.put("statusSince", Times.text(part.since()));
    ArrayNode conditions = out.putArray("conditions");
    part.healthy()
        .ifPresent(
            healthy ->
                conditions
                    .addObject()
                    .put("name", "healthy")
                    .put("value", Boolean.toString(healthy))
                    .put("lastChanged", Times.text(part.since())));
    out.put("containerId", PodTask.of(instance.taskId()).task(container.name()));
    PodWriter.resources(out.putObject("resources"), container.amounts());
    out.put("lastUpdated", Times.text(part.since()));
    out.put("lastChanged", Times.text(part.since()));
  }

  private static String state(Condition condition) {
    return switch (condition) {
      case Provisioned, Staging -> "TASK_STAGING";
      case Starting -> "TASK_STARTING";
      case Running -> "TASK_RUNNING";
      case Killing -> "TASK_KILLING";
      case Unreachable, UnreachableInactive -> "TASK_UNREACHABLE";
      case Finished -> "TASK_FINISHED";
      case Failed -> "TASK_FAILED";
      case Killed -> "TASK_KILLED";
      case Error -> "TASK_ERROR";
      case Gone -> "TASK_GONE";
      case Dropped -> "TASK_DROPPED";
      case Unknown -> "TASK_UNKNOWN";
    };
  }
}
