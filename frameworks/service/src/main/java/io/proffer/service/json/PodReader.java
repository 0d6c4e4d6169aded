package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.Extension;
import io.proffer.service.model.Limits;
import io.proffer.service.model.Network;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Pod;
import io.proffer.service.model.PodVolume;
import io.proffer.service.model.Probes;
import io.proffer.service.model.Run;
import io.proffer.service.model.VersionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads pod JSON, with Marathon's defaults and rules. Thread-safe. */
public final class PodReader {

  private static final Amounts EXECUTOR = new Amounts(0.1, 32, 10, 0);

  /** What an answer says besides the pod, and what stored records do. */
  private static final String[] READ_ONLY = {"version", "versionInfo", "id"};

  private final AppReader reader;

  /**
   * @param reader of what pods have in common with apps
   */
  public PodReader(AppReader reader) {
    this.reader = reader;
  }

  /** As {@link AppReader#read}. */
  public App read(ObjectNode json, PathId id, String at, Problems problems) {
    Fields f = new Fields(json, at, problems);
    f.ignore(READ_ONLY);
    AppReader.checkId(f, id);
    App pod = new App(id, spec(f, id), instances(f), VersionInfo.configuredAt(Instant.EPOCH));
    f.refuseOthers();
    return pod;
  }

  private static int instances(Fields f) {
    return f.object(
            "scaling",
            s -> {
              if (!s.text("kind", "fixed").equals("fixed")) {
                s.broken("kind", "Not a fixed scaling policy");
              }
              s.ignore("maxInstances");
              return s.integer("instances", 1, 0, Integer.MAX_VALUE);
            })
        .orElse(1);
  }

  private AppSpec spec(Fields f, PathId id) {
    Map<String, String> sources = RunReader.secrets(f);
    RunReader.Environment env = RunReader.environment(f, "environment", sources);
    List<Network> networks = networks(f);
    Pod pod =
        new Pod(
            f.objects("containers", c -> PodContainerReader.container(c, sources)),
            f.objects("volumes", PodReader::volume),
            LinuxReader.linuxInfo(f));
    PodRules.check(f, pod, networks, sources);
    Fields scheduling = f.part("scheduling");
    Fields placement = scheduling.part("placement");
    Fields upgrade = scheduling.renamed("upgrade", "upgradeStrategy");
    Fields backoff = scheduling.part("backoff");
    List<Constraint> constraints =
        placement.objects("constraints", ConstraintReader::podConstraint);
    String role = reader.role(f, id);
    AppSpec spec =
        new AppSpec(
            new Run(Optional.empty(), List.of(), f.text("user"), false, Optional.empty()),
            pod.amounts(),
            Limits.NONE,
            RunReader.executorAmounts(f, EXECUTOR).or(() -> Optional.of(EXECUTOR)),
            env.texts(),
            env.secrets(),
            f.texts("labels"),
            constraints,
            Optional.empty(),
            List.of(),
            false,
            networks,
            List.of(),
            new Probes(List.of(), Optional.empty(), List.of()),
            SchedulingReader.upgradeStrategy(upgrade, false, pod.isResident()),
            SchedulingReader.podBackoff(backoff),
            SchedulingReader.unreachable(scheduling, pod.isResident()),
            SchedulingReader.killSelection(scheduling),
            Optional.empty(),
            AppReader.dependencies(f, id),
            role,
            reader.acceptedRoles(placement, role),
            Optional.of(pod),
            Extension.NONE);
    PersistentReader.check(f, spec);
    List.of(placement, backoff, upgrade, scheduling).forEach(Fields::refuseOthers);
    return spec;
  }

  private static PodVolume volume(Fields f) {
    String name = f.requiredText("name");
    if (f.has("persistent")) {
      return new PodVolume.Persistent(name, PersistentReader.ofPod(f, name));
    }
    if (f.has("host")) {
      return new PodVolume.Host(name, f.requiredText("host"));
    }
    return f.text("secret")
        .<PodVolume>map(secret -> new PodVolume.Secret(name, secret))
        .orElseGet(() -> new PodVolume.Ephemeral(name));
  }

  private static List<Network> networks(Fields f) {
    List<Network> networks = f.objects("networks", ContainerReader::network);
    if (networks.stream().anyMatch(n -> n.mode() != Network.Mode.CONTAINER)
        && networks.size() > 1) {
      f.broken(
          "networks",
          "Host networking or bridge networking may not be combined with other networks");
    }
    return networks.isEmpty() ? List.of(Network.host()) : networks;
  }
}
