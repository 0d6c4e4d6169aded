package io.proffer.service.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.json.Problems;
import io.proffer.service.model.App;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes to groups with all that is in them. */
public final class GroupChanges {

  private static final Set<String> FIELDS =
      Set.of("id", "apps", "groups", "pods", "dependencies", "version", "enforceRole", "scaleBy");

  private final AppReader reader;

  public GroupChanges(AppReader reader) {
    this.reader = reader;
  }

  /** A new group. */
  public TreeChange create(PathId base, ObjectNode json) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      PathId id = id(json, base, "");
      if (edit.hasGroup(id)) {
        throw RefusedException.conflict(
            "Group " + id + " is already created. Use PUT to change this group.");
      }
      if (edit.app(id).isPresent()) {
        throw RefusedException.conflict("An app with the path " + id + " already exists.");
      }
      write(edit, id, json, "");
      return edit.done();
    };
  }

  /** A group as it shall be: lists that are given replace those there are. */
  public TreeChange update(PathId base, ObjectNode json) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      PathId id = json.hasNonNull("id") ? id(json, base, "") : base;
      if (json.hasNonNull("version")) {
        rollBack(edit, id, json, versions);
      } else if (json.hasNonNull("scaleBy")) {
        scale(edit, id, json);
      } else {
        write(edit, id, json, "");
      }
      return edit.done();
    };
  }

  /** A group no more, with everything in it. */
  public static TreeChange remove(PathId id) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      if (!edit.hasGroup(id)) {
        throw RefusedException.missingGroup(id);
      }
      edit.removeGroup(id);
      return edit.done();
    };
  }

  private static void rollBack(
      TreeEdit edit, PathId id, ObjectNode json, TreeChange.Versions versions)
      throws RefusedException {
    if (json.size() > (json.has("id") ? 2 : 1)) {
      throw RefusedException.invalid("/version", "version must be the only field");
    }
    Instant wanted = VersionText.instant(json.path("version").asText());
    Optional<Tree> then = versions.tree(wanted).filter(tree -> tree.groups().containsKey(id));
    if (then.isEmpty()) {
      throw RefusedException.missingGroupVersion(id, wanted);
    }
    edit.putBackGroup(id, then.get());
  }

  private static void scale(TreeEdit edit, PathId id, ObjectNode json) throws RefusedException {
    if (json.size() > (json.has("id") ? 2 : 1)) {
      throw RefusedException.invalid("/scaleBy", "scaleBy must be the only field");
    }
    if (!edit.hasGroup(id)) {
      throw RefusedException.missingGroup(id);
    }
    double factor = json.path("scaleBy").asDouble(-1);
    if (factor < 0) {
      throw RefusedException.invalid("/scaleBy", "must be a number of at least 0");
    }
    for (App app : edit.appsWithin(id)) {
      edit.put(app.withInstances((int) Math.ceil(app.instances() * factor)));
    }
  }

  private void write(TreeEdit edit, PathId id, ObjectNode json, String at) throws RefusedException {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw RefusedException.invalid(at + "/" + field.getKey(), "unknown field");
      }
    }
    if (json.path("pods").size() > 0) {
      throw RefusedException.invalid(at + "/pods", "pods are not supported yet");
    }
    edit.putGroup(id, dependencies(json, id, at), enforceRole(json, at));
    if (json.get("apps") instanceof ArrayNode apps) {
      apps(edit, id, apps, at);
    }
    if (json.get("groups") instanceof ArrayNode groups) {
      groups(edit, id, groups, at);
    }
  }

  private static Optional<Boolean> enforceRole(ObjectNode json, String at) throws RefusedException {
    JsonNode written = json.path("enforceRole");
    if (written.isMissingNode() || written.isNull()) {
      return Optional.empty();
    }
    if (!written.isBoolean()) {
      throw RefusedException.wrongType(at + "/enforceRole", "error.expected.jsboolean");
    }
    return Optional.of(written.asBoolean());
  }

  /** A group of which only something is different. */
  public static TreeChange patch(PathId id, ObjectNode json) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        if (!field.getKey().equals("enforceRole")) {
          throw RefusedException.invalid("/" + field.getKey(), "only enforceRole can be patched");
        }
      }
      Group group = tree.groups().get(id);
      if (group == null) {
        throw RefusedException.missingGroup(id);
      }
      edit.putGroup(id, group.dependencies(), enforceRole(json, ""));
      return edit.done();
    };
  }

  private void apps(TreeEdit edit, PathId group, ArrayNode apps, String at)
      throws RefusedException {
    List<App> wanted = new ArrayList<>();
    for (int i = 0; i < apps.size(); i++) {
      wanted.add(app(edit, apps.get(i), group, at + "/apps(" + i + ")"));
    }
    Set<PathId> ids = new HashSet<>(wanted.stream().map(App::id).toList());
    for (App old : edit.appsWithin(group)) {
      if (!old.isPod() && old.id().parent().equals(group) && !ids.contains(old.id())) {
        edit.remove(old.id());
      }
    }
    for (App app : wanted) {
      edit.put(app);
    }
  }

  private void groups(TreeEdit edit, PathId group, ArrayNode groups, String at)
      throws RefusedException {
    Set<PathId> ids = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i) instanceof ObjectNode json) {
        ids.add(id(json, group, at + "/groups(" + i + ")"));
      }
    }
    for (App old : edit.appsWithin(group)) {
      boolean inside = !old.id().parent().equals(group);
      if (inside && ids.stream().noneMatch(old.id()::isWithin)) {
        edit.remove(old.id());
      }
    }
    edit.keepGroupsBelow(group, ids);
    for (int i = 0; i < groups.size(); i++) {
      String where = at + "/groups(" + i + ")";
      if (!(groups.get(i) instanceof ObjectNode json)) {
        throw RefusedException.wrongType(where, "error.expected.jsobject");
      }
      write(edit, id(json, group, where), json, where);
    }
  }

  private App app(TreeEdit edit, JsonNode node, PathId group, String at) throws RefusedException {
    if (!(node instanceof ObjectNode json)) {
      throw RefusedException.wrongType(at, "error.expected.jsobject");
    }
    Problems problems = new Problems();
    PathId id = id(json, group, at);
    ObjectNode normal = AppReader.normalised(json, at, problems);
    App app = reader.read(AppChanges.withRole(normal, edit.enforcedRole(id)), id, at, problems);
    try {
      problems.orThrow();
    } catch (InvalidObjectException invalid) {
      throw RefusedException.invalid(invalid);
    }
    return app;
  }

  private static List<PathId> dependencies(ObjectNode json, PathId group, String at)
      throws RefusedException {
    List<PathId> dependencies = new ArrayList<>();
    JsonNode written = json.path("dependencies");
    for (int i = 0; i < written.size(); i++) {
      String text = written.get(i).asText();
      Optional<String> problem = PathId.problem(text);
      if (problem.isPresent()) {
        throw RefusedException.invalid(at + "/dependencies(" + i + ")", problem.get());
      }
      dependencies.add(PathId.resolve(text, group));
    }
    return dependencies;
  }

  /** An id as it stands in a group, which it must be a child of. */
  private static PathId id(ObjectNode json, PathId base, String at) throws RefusedException {
    JsonNode id = json.get("id");
    if (id == null || id.isNull()) {
      throw RefusedException.wrongType(at + "/id", "error.path.missing");
    }
    if (!id.isTextual()) {
      throw RefusedException.wrongType(at + "/id", "error.expected.jsstring");
    }
    Optional<String> problem = PathId.problem(id.asText());
    if (problem.isPresent()) {
      throw RefusedException.invalid(at + "/id", problem.get());
    }
    PathId resolved = PathId.resolve(id.asText(), base);
    if (!resolved.isWithin(base)) {
      throw RefusedException.invalid(at + "/id", "Identifier is not child of '" + base + "'");
    }
    return resolved;
  }
}
