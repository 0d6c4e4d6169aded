package io.proffer.service.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.json.PodReader;
import io.proffer.service.json.Problems;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;

/** Changes to pods: each says all that there is to say of one. */
public final class PodChanges {

  private final PodReader reader;

  public PodChanges(PodReader reader) {
    this.reader = reader;
  }

  /** A new pod. */
  public TreeChange create(ObjectNode json) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      App pod = read(edit, json, id(json));
      if (edit.app(pod.id()).isPresent()) {
        throw RefusedException.conflict("A pod with id [" + pod.id() + "] already exists.");
      }
      edit.put(pod);
      return edit.done();
    };
  }

  /** A pod as it shall be. */
  public TreeChange update(PathId id, ObjectNode json) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      require(edit, id);
      if (!id(json).equals(id)) {
        throw RefusedException.invalid("/id", "is not the pod of this URI, " + id);
      }
      edit.put(read(edit, json, id));
      return edit.done();
    };
  }

  /** A pod no more. */
  public TreeChange remove(PathId id) {
    return (tree, versions, version) -> {
      TreeEdit edit = new TreeEdit(tree, version);
      require(edit, id);
      edit.remove(id);
      return edit.done();
    };
  }

  private static void require(TreeEdit edit, PathId id) throws RefusedException {
    if (edit.app(id).filter(App::isPod).isEmpty()) {
      throw RefusedException.missingPod(id);
    }
  }

  private static PathId id(ObjectNode json) throws RefusedException {
    if (!json.path("id").isTextual()) {
      throw RefusedException.wrongType(
          "/id", json.hasNonNull("id") ? "error.expected.jsstring" : "error.path.missing");
    }
    var problem = PathId.problem(json.path("id").asText());
    if (problem.isPresent()) {
      throw RefusedException.invalid("/id", problem.get());
    }
    return PathId.of(json.path("id").asText());
  }

  private App read(TreeEdit edit, ObjectNode json, PathId id) throws RefusedException {
    Problems problems = new Problems();
    ObjectNode whole = AppChanges.withRole(json, edit.enforcedRole(id));
    App pod = reader.read(whole, id, "", problems);
    try {
      problems.orThrow();
    } catch (InvalidObjectException invalid) {
      throw RefusedException.invalid(invalid);
    }
    return pod;
  }
}
