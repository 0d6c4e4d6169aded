package io.proffer.service.change;

import io.proffer.service.model.App;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import io.proffer.service.model.VersionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tree in the making. */
final class TreeEdit {

  private final Tree was;
  private final Instant version;
  private final SortedMap<PathId, App> apps;
  private final SortedMap<PathId, Group> groups;

  TreeEdit(Tree was, Instant version) {
    this.was = was;
    this.version = version;
    this.apps = new TreeMap<>(was.apps());
    this.groups = new TreeMap<>(was.groups());
  }

  Optional<App> app(PathId id) {
    return Optional.ofNullable(apps.get(id));
  }

  boolean hasGroup(PathId id) {
    return groups.containsKey(id);
  }

  Instant version() {
    return version;
  }

  /** The apps in a group, at any depth. */
  List<App> appsWithin(PathId group) {
    return apps.values().stream().filter(app -> app.id().isWithin(group)).toList();
  }

  /** Has this app, under a new version if it differs from what there is. */
  void put(App app) throws RefusedException {
    if (groups.containsKey(app.id())) {
      throw RefusedException.conflict(
          "Group '" + app.id() + "' exists: an app cannot have the same id");
    }
    requireNoAppAbove(app.id());
    App numbered = app.withSpec(ServicePorts.kept(app, app(app.id())));
    App old = apps.get(app.id());
    if (old != null) {
      if (old.isPod() != app.isPod()) {
        throw RefusedException.conflict(
            (old.isPod() ? "A pod" : "An app") + " with id [" + app.id() + "] already exists.");
      }
      ResidentChange.check(old.spec(), numbered.spec());
    }
    requireRole(app, old);
    VersionInfo versions;
    if (old == null || (!old.spec().equals(numbered.spec()) && !InPlace.runsOn(old, numbered))) {
      versions = VersionInfo.configuredAt(version);
    } else if (old.instances() != app.instances()) {
      versions = old.versions().scaledAt(version);
    } else if (!old.spec().equals(numbered.spec())) {
      versions = old.versions().annotatedAt(version);
    } else {
      return;
    }
    addParents(app.id());
    apps.put(app.id(), numbered.withVersions(versions));
  }

  /** Has exactly this app, whatever its version. */
  void putBack(App app) {
    addParents(app.id());
    apps.put(app.id(), app);
  }

  void remove(PathId app) {
    apps.remove(app);
  }

  /** The role that apps of this id must have, if their top-level group says so. */
  Optional<String> enforcedRole(PathId app) {
    return Optional.ofNullable(groups.get(app.topLevel()))
        .filter(group -> group.enforceRole() && app.segments().size() > 1)
        .map(group -> group.id().segments().getFirst());
  }

  /** What has another role may keep it. */
  private void requireRole(App app, @Nullable App old) throws RefusedException {
    Optional<String> enforced = enforcedRole(app.id());
    String role = app.spec().role();
    boolean kept = old != null && old.spec().role().equals(role);
    if (enforced.isPresent() && !enforced.get().equals(role) && !kept) {
      throw RefusedException.invalid(
          "/role", "got " + role + ", expected one of: [" + enforced.get() + "]");
    }
  }

  /**
   * Has this group, as it is.
   *
   * @param enforceRole empty: as before
   */
  void putGroup(PathId id, List<PathId> dependencies, Optional<Boolean> enforceRole)
      throws RefusedException {
    if (apps.containsKey(id)) {
      throw RefusedException.conflict("App '" + id + "' exists: a group cannot have the same id");
    }
    requireNoAppAbove(id);
    addParents(id);
    Group old = groups.get(id);
    boolean enforces = enforceRole.orElse(old != null && old.enforceRole());
    if (enforces && id.segments().size() != 1) {
      throw RefusedException.invalid(
          "/enforceRole", "only a top-level group, such as /dev, can enforce its role");
    }
    Group next = new Group(id, dependencies, enforces, old == null ? version : old.version());
    if (!next.equals(old)) {
      groups.put(id, new Group(id, dependencies, enforces, version));
    }
  }

  /** Has of a group, and of all that is in it, what another tree has. */
  void putBackGroup(PathId id, Tree then) throws RefusedException {
    apps.keySet().removeIf(app -> app.isWithin(id) && !then.apps().containsKey(app));
    groups.keySet().removeIf(group -> group.isWithin(id) && !then.groups().containsKey(group));
    for (Group group : then.groups().values()) {
      if (group.id().isWithin(id)) {
        putGroup(group.id(), group.dependencies(), Optional.of(group.enforceRole()));
      }
    }
    for (App app : then.apps().values()) {
      if (app.id().isWithin(id)) {
        put(app);
      }
    }
  }

  /** Has neither the group nor anything in it; the root stays, empty. */
  void removeGroup(PathId id) {
    apps.keySet().removeIf(app -> app.isWithin(id));
    groups.keySet().removeIf(group -> group.isWithin(id) && !group.isRoot());
  }

  /** Of the groups below this one only these stay, and what is in them. */
  void keepGroupsBelow(PathId id, Set<PathId> kept) {
    groups
        .keySet()
        .removeIf(
            group ->
                group.isWithin(id)
                    && !group.equals(id)
                    && kept.stream().noneMatch(k -> group.isWithin(k) || k.isWithin(group)));
  }

  private void requireNoAppAbove(PathId id) throws RefusedException {
    for (PathId at = id.parent(); !at.isRoot(); at = at.parent()) {
      if (apps.containsKey(at)) {
        throw RefusedException.conflict(
            "App '" + at + "' exists: nothing can be inside an app, and so no " + id);
      }
    }
  }

  private void addParents(PathId id) {
    for (PathId at = id.parent(); ; at = at.parent()) {
      groups.putIfAbsent(at, Group.plain(at, version));
      if (at.isRoot()) {
        return;
      }
    }
  }

  /** The tree, with a service port for each port that has none. */
  Tree done() throws RefusedException {
    ServicePorts.assign(apps);
    Tree next = new Tree(apps, groups, version);
    return next.apps().equals(was.apps()) && next.groups().equals(was.groups()) ? was : next;
  }
}
