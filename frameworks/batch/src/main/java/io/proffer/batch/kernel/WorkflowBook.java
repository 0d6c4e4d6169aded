package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The workflows that are remembered. Not thread-safe. */
final class WorkflowBook {

  /** Of one root, that have ended. */
  static final int MAX_REMEMBERED = 100;

  private final Map<JobId, SequencedMap<String, Workflow>> byRoot = new TreeMap<>();
  private int active;

  void set(Workflow workflow) {
    Workflow old =
        byRoot
            .computeIfAbsent(workflow.id().root(), root -> new LinkedHashMap<>())
            .put(workflow.id().run(), workflow);
    active += goesOn(workflow) - (old == null ? 0 : goesOn(old));
  }

  private static int goesOn(Workflow workflow) {
    return workflow.finishedAt().isEmpty() ? 1 : 0;
  }

  void remove(WorkflowId id) {
    SequencedMap<String, Workflow> ofRoot = byRoot.get(id.root());
    Workflow old = ofRoot == null ? null : ofRoot.remove(id.run());
    if (ofRoot != null && ofRoot.isEmpty()) {
      byRoot.remove(id.root());
    }
    active -= old == null ? 0 : goesOn(old);
  }

  Optional<Workflow> find(WorkflowId id) {
    return Optional.ofNullable(byRoot.get(id.root())).map(ofRoot -> ofRoot.get(id.run()));
  }

  List<Workflow> all() {
    List<Workflow> all = new ArrayList<>();
    byRoot.values().forEach(ofRoot -> all.addAll(ofRoot.values()));
    return all;
  }

  List<Workflow> of(JobId root) {
    SequencedMap<String, Workflow> ofRoot = byRoot.get(root);
    return ofRoot == null ? List.of() : List.copyOf(ofRoot.values());
  }

  int active() {
    return active;
  }

  /** The earliest one of a root that has ended, where more are remembered than should be. */
  Optional<WorkflowId> surplus(JobId root) {
    List<Workflow> ended =
        of(root).stream().filter(workflow -> workflow.finishedAt().isPresent()).toList();
    return ended.size() > MAX_REMEMBERED ? Optional.of(ended.getFirst().id()) : Optional.empty();
  }
}
