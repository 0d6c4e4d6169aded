package io.proffer.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.GroupChanges;
import io.proffer.service.change.PodChanges;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.PodReader;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.Steer;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What people want of a service framework: any thing at any time, some of it refused. */
final class Wishes {

  /** What can be wished. */
  enum Kind {
    UPDATE,
    SCALE,
    RESTART,
    REMOVE,
    PUT_GROUP,
    REMOVE_GROUP,
    PUT_POD,
    REMOVE_POD,
    ROLL_BACK,
    CANCEL,
    KILL,
    KILL_AND_SCALE,
    WIPE,
    RESET_DELAY,
    PAUSE,
    RESUME,
    PROMOTE,
    SET_CONFIG,
    REMOVE_CONFIG,
    MEASURE
  }

  /** What becomes of wishes. */
  enum End {
    ACCEPTED,
    LOCKED,
    REFUSED,
    DONE
  }

  private static final List<PathId> APPS =
      List.of(PathId.of("/a"), PathId.of("/b"), PathId.of("/g/c"), PathId.of("/g/d"));

  /** The app whose instances have volumes, where something can be reserved. */
  private static final PathId RESIDENT = PathId.of("/r");

  /** Likewise, of two containers. */
  private static final PathId RESIDENT_POD = PathId.of("/rp");

  private static final List<PathId> PODS = List.of(PathId.of("/p"), PathId.of("/g/q"));
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What apps take configuration from. */
  static final String CONFIG = "settings";

  private final Draws draws;
  private final Coverage coverage;
  private final int hosts;
  private final boolean reserves;
  private final AppWishes wanted;
  private final AppChanges apps;
  private final GroupChanges groups;
  private final PodChanges pods;

  /**
   * @param hosts how many machines there are: no more instances are wanted one to a machine
   * @param reserves whether apps may have volumes
   */
  Wishes(AppReader reader, int hosts, boolean reserves, Draws draws, Coverage coverage) {
    this.apps = new AppChanges(reader);
    this.groups = new GroupChanges(reader);
    this.pods = new PodChanges(new PodReader(reader));
    this.reserves = reserves;
    this.hosts = hosts;
    this.wanted = new AppWishes(hosts, draws.fork("apps"));
    this.draws = draws;
    this.coverage = coverage;
  }

  /** Wishes something. */
  End wish(ServiceKernel kernel, Instant now) {
    Kind kind = draws.oneOf(List.of(Kind.values()));
    coverage.choice(kind);
    End end = wish(kind, kernel, now);
    coverage.choice(end);
    return end;
  }

  private End wish(Kind kind, ServiceKernel kernel, Instant now) {
    boolean force = draws.chance(0.4);
    PathId app = draws.chance(0.25) ? RESIDENT : draws.oneOf(APPS);
    return switch (kind) {
      case UPDATE -> {
        ObjectNode json = app.equals(RESIDENT) && reserves ? wanted.resident() : wanted.app();
        yield ended(kernel.change(apps.update(app, json, mode()), force, now));
      }
      case SCALE ->
          ended(kernel.change(apps.update(app, scaled(), AppChanges.Mode.UPDATE), force, now));
      case RESTART -> ended(kernel.change(apps.restart(app), force, now));
      case REMOVE -> ended(kernel.change(apps.remove(app), force, now));
      case PUT_GROUP -> ended(kernel.change(groups.update(PathId.of("/g"), group()), force, now));
      case REMOVE_GROUP -> ended(kernel.change(GroupChanges.remove(PathId.of("/g")), force, now));
      case PUT_POD -> ended(putPod(kernel, anyPod(), force, now));
      case REMOVE_POD -> ended(kernel.change(pods.remove(anyPod()), force, now));
      case ROLL_BACK ->
          deployment(kernel, now)
              .flatMap(d -> kernel.rollBack(d.id(), now))
              .map(Wishes::ended)
              .orElse(End.REFUSED);
      case CANCEL ->
          deployment(kernel, now).filter(d -> kernel.cancel(d.id(), now)).isPresent()
              ? End.DONE
              : End.REFUSED;
      case KILL -> kill(kernel, false, force, now);
      case KILL_AND_SCALE -> kill(kernel, true, force, now);
      case WIPE -> wipe(kernel, now);
      case RESET_DELAY -> {
        APPS.forEach(kernel::resetDelay);
        yield End.DONE;
      }
      case PAUSE -> steer(kernel, Steer.PAUSE, now);
      case RESUME -> steer(kernel, Steer.RESUME, now);
      case PROMOTE -> steer(kernel, Steer.PROMOTE, now);
      case SET_CONFIG -> {
        Map<String, String> entries = new TreeMap<>();
        entries.put("level", Integer.toString(draws.below(4)));
        if (draws.chance(0.2)) {
          entries.put("more", "yes");
        }
        yield kernel.config(CONFIG, entries, now).isPresent() ? End.DONE : End.REFUSED;
      }
      case REMOVE_CONFIG -> kernel.removeConfig(CONFIG).isEmpty() ? End.DONE : End.REFUSED;
      case MEASURE -> {
        kernel.measured(app, List.of(Optional.of(draws.fraction() * 4)), now);
        yield End.DONE;
      }
    };
  }

  private PathId anyPod() {
    return reserves && draws.chance(0.4) ? RESIDENT_POD : draws.oneOf(PODS);
  }

  private Outcome putPod(ServiceKernel kernel, PathId id, boolean force, Instant now) {
    boolean known = kernel.snapshot(now).tree().apps().containsKey(id);
    ObjectNode json = id.equals(RESIDENT_POD) ? wanted.residentPod(id) : wanted.pod(id);
    return kernel.change(known ? pods.update(id, json) : pods.create(json), force, now);
  }

  private End wipe(ServiceKernel kernel, Instant now) {
    List<Instance> all = kernel.snapshot(now).allInstances();
    if (all.isEmpty()) {
      return End.REFUSED;
    }
    kernel.wipe(List.of(draws.oneOf(all).taskId()), now);
    return End.DONE;
  }

  /**
   * What nobody else does: lets everything go on that waits for somebody to say so.
   *
   * @param machines the agents there are: what has volumes elsewhere waits for them in vain
   */
  void goOn(ServiceKernel kernel, Set<String> machines, Instant now) {
    kernel.wipe(
        kernel.snapshot(now).allInstances().stream()
            .filter(i -> i.app().equals(RESIDENT) || i.app().equals(RESIDENT_POD))
            .filter(i -> !machines.contains(i.site().agentId()))
            .map(Instance::taskId)
            .toList(),
        now);
    for (Deployment deployment : kernel.snapshot(now).deployments()) {
      var unusedResume = kernel.steer(deployment.id(), Steer.RESUME, now);
      var unusedPromote = kernel.steer(deployment.id(), Steer.PROMOTE, now);
    }
    ServiceSnapshot all = kernel.snapshot(now);
    // What was left as it was, half replaced, is replaced.
    for (App app : all.tree().apps().values()) {
      boolean mixed =
          all.instances(app.id()).stream()
              .filter(i -> !i.isSuspended())
              .anyMatch(i -> !i.configVersion().equals(app.versions().lastConfigChangeAt()));
      if (mixed && app.isPod()) {
        var unusedUpdate = putPod(kernel, app.id(), false, now);
      } else if (mixed) {
        var unusedRestart = kernel.change(AppChanges.restarted(app.id()), false, now);
      }
    }
    if (kernel.configs().isEmpty()) {
      var unusedConfig = kernel.config(CONFIG, Map.of("level", "calm"), now);
    }
  }

  private End steer(ServiceKernel kernel, Steer steer, Instant now) {
    return deployment(kernel, now)
        .map(d -> ended(kernel.steer(d.id(), steer, now)))
        .orElse(End.REFUSED);
  }

  private static End ended(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> End.ACCEPTED;
      case Outcome.Locked locked -> End.LOCKED;
      case Outcome.Refused refused -> End.REFUSED;
    };
  }

  private End kill(ServiceKernel kernel, boolean scale, boolean force, Instant now) {
    List<Instance> all = kernel.instances();
    if (all.isEmpty()) {
      return End.REFUSED;
    }
    List<String> victims = List.of(draws.oneOf(all).taskId(), draws.oneOf(all).taskId());
    return kernel.kill(victims, scale, force, now).map(Wishes::ended).orElse(End.DONE);
  }

  private Optional<Deployment> deployment(ServiceKernel kernel, Instant now) {
    ServiceSnapshot snapshot = kernel.snapshot(now);
    return snapshot.deployments().isEmpty()
        ? Optional.empty()
        : Optional.of(draws.oneOf(snapshot.deployments()));
  }

  private AppChanges.Mode mode() {
    return draws.chance(0.5) ? AppChanges.Mode.UPDATE : AppChanges.Mode.REPLACE;
  }

  private ObjectNode scaled() {
    return JSON.objectNode().put("instances", draws.between(0, hosts));
  }

  private ObjectNode group() {
    ObjectNode group = JSON.objectNode();
    ArrayNode members = group.putArray("apps");
    if (draws.chance(0.8)) {
      members.add(wanted.app().put("id", "/g/c"));
    }
    if (draws.chance(0.8)) {
      ObjectNode dependent = wanted.app().put("id", "/g/d");
      if (draws.chance(0.7)) {
        dependent.putArray("dependencies").add("/g/c");
      }
      members.add(dependent);
    }
    return group;
  }
}
