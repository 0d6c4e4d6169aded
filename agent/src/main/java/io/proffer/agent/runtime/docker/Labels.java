package io.proffer.agent.runtime.docker;

import io.proffer.agent.container.ContainerSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels by which the agent knows its containers again, and people can tell them apart. */
final class Labels {

  static final String CONTAINER = "io.proffer.container";

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

  /** What all containers of the agent on this work directory have, whatever its id. */
  static Map<String, String> ofAgent(Path workDir) {
    return Map.of(WORK_DIR, workDir.toString());
  }
}
