package io.proffer.service.change;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.PortSpec;
import java.util.List;
import java.util.Optional;

/** What may change of an app whose instances have volumes: not what was reserved for them. */
final class ResidentChange {

  private ResidentChange() {}

  static void check(AppSpec was, AppSpec next) throws RefusedException {
    if (!was.isResident() && !next.isResident()) {
      return;
    }
    if (!was.persistentVolumes().equals(next.persistentVolumes())) {
      throw RefusedException.invalid(
          "/container/volumes", "Persistent volumes can not be changed!");
    }
    if (!was.amounts().equals(next.amounts()) || !hostPorts(was).equals(hostPorts(next))) {
      throw RefusedException.invalid("/", "Resident Tasks may not change resource requirements!");
    }
    if (was.extension().indexed() != next.extension().indexed()) {
      throw RefusedException.invalid(
          "/proffer/indexed", "cannot be changed of apps with persistent volumes");
    }
    if (!was.role().equals(next.role())) {
      throw RefusedException.invalid(
          "/role", "It is not possible to change the role of resident apps");
    }
  }

  private static List<Optional<Integer>> hostPorts(AppSpec spec) {
    return spec.ports().stream().map(PortSpec::hostPort).toList();
  }
}
