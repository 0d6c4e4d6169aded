package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.ScalingPolicy;
import java.util.List;

/**
 * An app that is scaled by what is measured.
 *
 * @param instances those that run
 */
public record ScalingTarget(App app, ScalingPolicy policy, List<Instance> instances) {
  public ScalingTarget {
    instances = List.copyOf(instances);
  }
}
