package io.proffer.agent.checks;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ProbeResult;
import java.util.List;

/** Is told what probes found, from threads of the prober. */
public interface ProbeListener {

  /**
   * @param results in the order of the probe's targets
   */
  void probed(ContainerId container, CheckKind kind, List<ProbeResult> results);
}
