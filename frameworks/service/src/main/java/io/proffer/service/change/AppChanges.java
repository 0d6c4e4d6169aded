package io.proffer.service.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.json.Problems;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.VersionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes to apps. */
public final class AppChanges {

  /** How an app that is there and the JSON go together. */
  public enum Mode {
    /** Fields of the JSON replace those of the app; there need be none. */
    UPDATE,
    /** Fields of the JSON replace those of the app, which must be there. */
    PATCH,
    /** The JSON is all there is to say. */
    REPLACE
  }

  private final AppReader reader;

  public AppChanges(AppReader reader) {
    this.reader = reader;
  }

  /** A new app. */
  public TreeChange create(ObjectNode json) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      App app = read(edit, json, id(json, ""), "", json);
      if (edit.app(app.id()).isPresent()) {
        throw RefusedException.conflict("An app with id [" + app.id() + "] already exists.");
      }
      edit.put(app);
      return edit.done();
    };
  }

  /** An app changed or made; a body of nothing but a version takes that version back. */
  public TreeChange update(PathId id, ObjectNode json, Mode mode) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      if (json.hasNonNull("version")) {
        rollBack(edit, id, json, versions);
      } else {
        update(edit, id, json, mode, "");
      }
      return edit.done();
    };
  }

  /** Several apps changed or made at once. */
  public TreeChange updateAll(List<ObjectNode> apps, Mode mode) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      for (int i = 0; i < apps.size(); i++) {
        String at = "(" + i + ")";
        update(edit, id(apps.get(i), at), apps.get(i), mode, at);
      }
      return edit.done();
    };
  }

  /** An app no more. */
  public TreeChange remove(PathId id) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      required(edit, id);
      edit.remove(id);
      return edit.done();
    };
  }

  /** All instances of an app replaced, though nothing is different. */
  public TreeChange restart(PathId id) {
    return restarted(id);
  }

  /** See {@link #restart}. */
  public static TreeChange restarted(PathId id) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      edit.putBack(required(edit, id).withVersions(VersionInfo.configuredAt(version)));
      return edit.done();
    };
  }

  /** So many instances fewer of each of these apps. */
  public static TreeChange scaleDown(Map<PathId, Integer> fewer) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      for (Map.Entry<PathId, Integer> entry : fewer.entrySet()) {
        App app = required(edit, entry.getKey());
        edit.put(app.withInstances(Math.max(0, app.instances() - entry.getValue())));
      }
      return edit.done();
    };
  }

  /** So many instances of an app. */
  public static TreeChange scaleTo(PathId id, int instances) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      edit.put(required(edit, id).withInstances(instances));
      return edit.done();
    };
  }

  /** An app scaled by what is measured, or for an empty policy no longer. */
  public TreeChange autoscale(PathId id, Optional<ObjectNode> policy) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      ObjectNode extension =
          AppWriter.write(required(edit, id)).path("proffer") instanceof ObjectNode known
              ? known
              : JsonNodeFactory.instance.objectNode();
      policy.ifPresentOrElse(
          json -> extension.set("autoscale", json), () -> extension.remove("autoscale"));
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("proffer", extension);
      update(edit, id, json, Mode.PATCH, "");
      return edit.done();
    };
  }

  /** The apps of a change as they were before it. */
  public static TreeChange revert(Map<PathId, App> before, Set<PathId> affected) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      for (PathId id : new TreeSet<>(affected)) {
        Optional.ofNullable(before.get(id)).ifPresentOrElse(edit::putBack, () -> edit.remove(id));
      }
      return edit.done();
    };
  }

  private static void rollBack(
      TreeEdit edit, PathId id, ObjectNode json, TreeChange.Versions versions)
      throws RefusedException {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!Set.of("version", "id").contains(field.getKey()) && !field.getValue().isNull()) {
        throw RefusedException.invalid(
            "/", "The 'version' field may only be combined with the 'id' field.");
      }
    }
    required(edit, id);
    Instant wanted = VersionText.instant(json.path("version").asText());
    App old = versions.of(id).get(wanted);
    if (old == null) {
      throw RefusedException.missingVersion(id, wanted);
    }
    edit.put(old);
  }

  private void update(TreeEdit edit, PathId id, ObjectNode json, Mode mode, String at)
      throws RefusedException {
    Optional<App> old = edit.app(id).filter(found -> !found.isPod());
    if (mode == Mode.PATCH && old.isEmpty()) {
      throw RefusedException.missingApp(id);
    }
    Problems problems = new Problems();
    ObjectNode wanted = AppReader.normalised(json, at, problems);
    ObjectNode whole =
        old.isEmpty() || mode == Mode.REPLACE
            ? wanted
            : PartialUpdate.merged(AppWriter.write(old.get()), wanted);
    edit.put(read(withRole(whole, edit.enforcedRole(id)), id, at, problems, wanted));
  }

  private App read(TreeEdit edit, ObjectNode json, PathId id, String at, ObjectNode written)
      throws RefusedException {
    Problems problems = new Problems();
    ObjectNode normal = AppReader.normalised(json, at, problems);
    return read(withRole(normal, edit.enforcedRole(id)), id, at, problems, written);
  }

  /** An app that says no role has the one that its group enforces. */
  static ObjectNode withRole(ObjectNode app, Optional<String> enforced) {
    return app.hasNonNull("role") || enforced.isEmpty()
        ? app
        : app.deepCopy().put("role", enforced.get());
  }

  private App read(ObjectNode normal, PathId id, String at, Problems problems, ObjectNode written)
      throws RefusedException {
    JsonNode writtenId = written.get("id");
    if (writtenId != null && !writtenId.isNull() && !writtenId.isTextual()) {
      problems.broken(at + "/id", "error.expected.jsstring");
    } else if (writtenId != null && !PathId.of(writtenId.asText()).equals(id)) {
      problems.broken(at + "/id", "is not the app of this URI, " + id);
    }
    App app = reader.read(normal, id, at, problems);
    try {
      problems.orThrow();
    } catch (InvalidObjectException invalid) {
      throw RefusedException.invalid(invalid);
    }
    return app;
  }

  private static PathId id(ObjectNode json, String at) throws RefusedException {
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
    return PathId.of(id.asText());
  }

  private static App required(TreeEdit edit, PathId id) throws RefusedException {
    Optional<App> app = edit.app(id).filter(found -> !found.isPod());
    if (app.isEmpty()) {
      throw RefusedException.missingApp(id);
    }
    return app.get();
  }
}
