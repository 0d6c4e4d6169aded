package io.proffer.agent.runtime.docker;

import io.proffer.agent.container.ContainerSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels by which the agent knows its containers again, and people can tell them apart. */
final class Labels {

  static final String CONTAINER = "io.proffer.container";

  /** Of the container that holds a pod: which. */
  static final String POD = "io.proffer.pod";

  private static final String WORK_DIR = "io.proffer.work-dir";

  private Labels() {}

  static Map<String, String> of(ContainerSpec spec, Path workDir) {
    Map<String, String> labels = new LinkedHashMap<>(ofAgent(workDir));
    labels.put(CONTAINER, spec.id().value());
    labels.put("io.proffer.agent", spec.agent().value());
    labels.put("io.proffer.framework", spec.framework().getId().getValue());
    labels.put("io.proffer.executor", spec.executor().value());
    spec.task().ifPresent(t -> labels.put("io.proffer.task", t.getTaskId().getValue()));
    return labels;
  }

  /** Those of the holder of a container's pod. */
  static Map<String, String> ofPod(ContainerSpec member, Path workDir) {
    Map<String, String> labels = new LinkedHashMap<>(ofAgent(workDir));
    labels.put(POD, member.parent().orElseThrow().value());
    labels.put("io.proffer.agent", member.agent().value());
    labels.put("io.proffer.framework", member.framework().getId().getValue());
    labels.put("io.proffer.executor", member.executor().value());
    return labels;
  }

  /** What all containers of the agent on this work directory have, whatever its id. */
  static Map<String, String> ofAgent(Path workDir) {
    return Map.of(WORK_DIR, workDir.toString());
  }
}
