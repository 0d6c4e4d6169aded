package io.proffer.agent.view;

import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** A framework as readers see it. */
public record FrameworkView(
    FrameworkInfo info, List<ExecutorView> executors, List<ExecutorView> completedExecutors) {
  public FrameworkView {
    executors = List.copyOf(executors);
    completedExecutors = List.copyOf(completedExecutors);
  }
}
