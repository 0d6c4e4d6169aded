package io.proffer.agent.state;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;

/** What names an executor on an agent. */
public record ExecutorKey(FrameworkId framework, ExecutorId executor) {
  @Override
  public String toString() {
    return framework + "/" + executor;
  }
}
