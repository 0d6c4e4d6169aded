package io.proffer.service.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about an app but how many instances there are: two apps with equal specs run the same.
 *
 * @param run what an instance runs
 * @param amounts what an instance needs of scalar resources
 * @param limits what it may use of them
 * @param executorAmounts what its executor needs besides, where it has one of its own
 * @param env its variables, in the order they were written
 * @param portDefinitions ports of the machine, where instances have its network
 * @param requirePorts whether ports are to be those that {@code portDefinitions} say
 * @param killGrace how long it has between SIGTERM and SIGKILL; empty: as its agent says
 * @param acceptedResourceRoles empty list: any the framework is offered
 * @param pod the containers of a pod; empty for an app
 * @param extension what Marathon has no field for
 */
public record AppSpec(
    Run run,
    Amounts amounts,
    Limits limits,
    Optional<Amounts> executorAmounts,
    Map<String, String> env,
    Secrets secrets,
    Map<String, String> labels,
    List<Constraint> constraints,
    Optional<Container> container,
    List<PortDefinition> portDefinitions,
    boolean requirePorts,
    List<Network> networks,
    List<Fetch> fetch,
    Probes probes,
    UpgradeStrategy upgradeStrategy,
    Backoff backoff,
    UnreachableStrategy unreachableStrategy,
    KillSelection killSelection,
    Optional<Duration> killGrace,
    List<PathId> dependencies,
    String role,
    List<String> acceptedResourceRoles,
    Optional<Pod> pod,
    Extension extension) {

  public AppSpec {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    constraints = List.copyOf(constraints);
    portDefinitions = List.copyOf(portDefinitions);
    networks = List.copyOf(networks);
    fetch = List.copyOf(fetch);
    dependencies = List.copyOf(dependencies);
    acceptedResourceRoles = List.copyOf(acceptedResourceRoles);
  }

  /** How to find out whether instances are well. */
  public List<HealthCheck> healthChecks() {
    return probes.health();
  }

  /** The volumes that belong to an instance and outlive its tasks. */
  public List<Volume.Persistent> persistentVolumes() {
    if (pod.isPresent()) {
      return pod.get().persistentVolumes();
    }
    return container.map(Container::volumes).orElse(List.of()).stream()
        .filter(Volume.Persistent.class::isInstance)
        .map(Volume.Persistent.class::cast)
        .toList();
  }

  /** Whether instances have volumes of their own, and so stay where these are. */
  public boolean isResident() {
    return !persistentVolumes().isEmpty();
  }

  /** Whether something says of instances whether they are well. */
  public boolean isChecked() {
    return !healthChecks().isEmpty()
        || pod.filter(p -> p.containers().stream().anyMatch(c -> c.health().isPresent()))
            .isPresent();
  }

  /** The ports of an instance, in order: those of its container, or else of the machine. */
  public List<PortSpec> ports() {
    if (pod.isPresent()) {
      return pod.get().ports();
    }
    boolean onMachine = networks.stream().anyMatch(n -> n.mode() == Network.Mode.HOST);
    return onMachine
        ? portDefinitions.stream().map(definition -> definition.spec(requirePorts)).toList()
        : container.map(Container::portMappings).orElse(List.of()).stream()
            .map(PortMapping::spec)
            .toList();
  }

  /** The same app with other service ports, one for each of its {@link #ports}. */
  public AppSpec withServicePorts(List<Integer> servicePorts) {
    boolean onMachine = networks.stream().anyMatch(n -> n.mode() == Network.Mode.HOST);
    List<PortDefinition> definitions =
        onMachine ? PortDefinition.numbered(portDefinitions, servicePorts) : portDefinitions;
    Optional<Container> contained =
        onMachine ? container : container.map(c -> c.withServicePorts(servicePorts));
    return new AppSpec(
        run,
        amounts,
        limits,
        executorAmounts,
        env,
        secrets,
        labels,
        constraints,
        contained,
        definitions,
        requirePorts,
        networks,
        fetch,
        probes,
        upgradeStrategy,
        backoff,
        unreachableStrategy,
        killSelection,
        killGrace,
        dependencies,
        role,
        acceptedResourceRoles,
        pod,
        extension);
  }
}
