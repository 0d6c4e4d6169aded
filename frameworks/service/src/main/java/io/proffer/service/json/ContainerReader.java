package io.proffer.service.json;

import io.proffer.service.model.Container;
import io.proffer.service.model.Network;
import io.proffer.service.model.PortDefinition;
import io.proffer.service.model.PortMapping;
import io.proffer.service.model.Secrets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads containers, networks and ports. */
final class ContainerReader {

  private static final int MAX_PORT = 65_535;
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "udp,tcp");
  private static final Pattern PORT_NAME = Pattern.compile("^[a-z][a-z0-9-]*$");
  private static final String HOST_ONLY = "portDefinitions are only allowed with host-networking";

  private ContainerReader() {}

  static Container container(Fields f) {
    Container.Type type =
        f.choice("type", Container.Type.DOCKER, Enum::name, Container.Type.values());
    Optional<Container.Docker> docker = f.object("docker", ContainerReader::docker);
    if (type == Container.Type.DOCKER && docker.isEmpty()) {
      f.broken("docker", "not defined");
    }
    f.ignore("appc");
    return new Container(
        type,
        docker,
        f.objects("volumes", VolumeReader::volume),
        f.objects("portMappings", ContainerReader::mapping),
        LinuxReader.linuxInfo(f));
  }

  private static Container.Docker docker(Fields f) {
    f.refuse("credential", "credential is");
    return new Container.Docker(
        f.requiredText("image"),
        f.flag("forcePullImage", false),
        f.flag("privileged", false),
        f.objects(
            "parameters",
            p -> new Container.Parameter(p.requiredText("key"), p.requiredText("value"))),
        f.object("pullConfig", p -> p.requiredText("secret")));
  }

  static void checkPullConfig(Fields app, Container container, Secrets secrets) {
    Optional<String> secret = container.docker().flatMap(Container.Docker::pullSecret);
    String at = "container/docker/pullConfig";
    if (secret.isPresent() && container.type() == Container.Type.DOCKER) {
      app.broken(at, "pullConfig is not supported with Docker containerizer");
    }
    if (secret.filter(name -> !secrets.sources().containsKey(name)).isPresent()) {
      app.broken(at, "pullConfig.secret must refer to an existing secret");
    }
  }

  private static PortMapping mapping(Fields f) {
    return new PortMapping(
        f.integer("containerPort", 0, 0, MAX_PORT),
        f.integer("hostPort", 0, MAX_PORT),
        f.integer("servicePort", 0, 0, MAX_PORT),
        protocol(f),
        name(f),
        f.texts("labels"),
        f.textList("networkNames"));
  }

  private static String protocol(Fields f) {
    String protocol = f.text("protocol", "tcp");
    String ordered = protocol.equals("tcp,udp") ? "udp,tcp" : protocol;
    if (!PROTOCOLS.contains(ordered)) {
      f.broken("protocol", "must be one of 'tcp', 'udp' or 'udp,tcp'");
    }
    return ordered;
  }

  private static Optional<String> name(Fields f) {
    Optional<String> name = f.text("name");
    name.filter(n -> !PORT_NAME.matcher(n).matches())
        .ifPresent(
            n -> f.broken("name", "must fully match regular expression '" + PORT_NAME + "'"));
    return name;
  }

  static List<Network> networks(Fields app, Optional<Container> container) {
    List<Network> networks = app.objects("networks", ContainerReader::network);
    if (networks.isEmpty()) {
      boolean mapped = container.filter(c -> !c.portMappings().isEmpty()).isPresent();
      networks =
          List.of(
              mapped
                  ? new Network(Network.Mode.BRIDGE, Optional.empty(), Map.of())
                  : Network.host());
    }
    long machine = count(networks, Network.Mode.HOST);
    long bridge = count(networks, Network.Mode.BRIDGE);
    if ((machine > 0 || bridge > 0) && networks.size() > 1) {
      app.broken(
          "networks",
          "Host networking or bridge networking may not be combined with other networks");
    }
    boolean ownNetwork = machine == 0;
    if (ownNetwork && container.flatMap(Container::docker).isEmpty()) {
      app.broken("networks", "a network of its own needs a container with an image here");
    }
    if (networks.size() > 1
        && container.filter(c -> c.type() == Container.Type.DOCKER).isPresent()) {
      app.broken(
          "networks",
          "may only specify a single container network when using the Docker container engine");
    }
    return networks;
  }

  private static long count(List<Network> networks, Network.Mode mode) {
    return networks.stream().filter(n -> n.mode() == mode).count();
  }

  static Network network(Fields f) {
    Network.Mode mode =
        f.choice("mode", Network.Mode.CONTAINER, Network.Mode::text, Network.Mode.values());
    Optional<String> name = f.text("name");
    if (mode == Network.Mode.CONTAINER && name.isEmpty()) {
      f.broken("name", "must be given: there is no default network");
    }
    if (mode != Network.Mode.CONTAINER && name.isPresent()) {
      f.broken("name", "only networks with mode 'container' have a name");
    }
    return new Network(mode, name, f.texts("labels"));
  }

  /** A container with a network of its own has one port unless it says which. */
  static Container withDefaultPort(Fields app, Container container, List<Network> networks) {
    boolean onMachine = networks.getFirst().mode() == Network.Mode.HOST;
    if (onMachine) {
      if (!container.portMappings().isEmpty()) {
        app.broken("", "portMappings are not allowed with host-networking");
      }
      return container;
    }
    boolean said = app.object("container").filter(c -> c.hasNonNull("portMappings")).isPresent();
    requireUnique(app, container.portMappings());
    if (said) {
      return container;
    }
    PortMapping unsaid =
        new PortMapping(0, Optional.of(0), 0, "tcp", Optional.of("default"), Map.of(), List.of());
    return container.withPortMappings(List.of(unsaid));
  }

  private static void requireUnique(Fields app, List<PortMapping> mappings) {
    Set<String> names = new HashSet<>();
    mappings.stream()
        .flatMap(m -> m.name().stream())
        .filter(name -> !names.add(name))
        .forEach(name -> app.broken("container/portMappings", "Port names must be unique."));
  }

  static List<PortDefinition> portDefinitions(Fields app, List<Network> networks) {
    List<PortDefinition> definitions =
        app.objects(
            "portDefinitions",
            f ->
                new PortDefinition(
                    f.integer("port", 0, 0, MAX_PORT), protocol(f), name(f), f.texts("labels")));
    boolean onMachine = networks.getFirst().mode() == Network.Mode.HOST;
    if (!onMachine) {
      if (!definitions.isEmpty()) {
        app.broken("", HOST_ONLY);
      }
      return List.of();
    }
    Set<Integer> ports = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (PortDefinition definition : definitions) {
      if (definition.port() != 0 && !ports.add(definition.port())) {
        app.broken("portDefinitions", "Ports must be unique.");
      }
      if (definition.name().filter(name -> !names.add(name)).isPresent()) {
        app.broken("portDefinitions", "Port names must be unique.");
      }
    }
    return app.has("portDefinitions")
        ? definitions
        : List.of(new PortDefinition(0, "tcp", Optional.of("default"), Map.of()));
  }
}
