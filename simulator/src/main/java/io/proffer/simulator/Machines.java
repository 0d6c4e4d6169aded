package io.proffer.simulator;

import io.proffer.core.model.Resources;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.AgentInfo;

/** Takes agents down to give their machines more, or less, than they had, and other attributes. */
final class Machines {
  private final Draws draws;
  private final Map<AgentNode, AgentInfo> asTheyWere = new LinkedHashMap<>();

  Machines(Draws draws) {
    this.draws = draws;
  }

  void change(AgentNode agent) {
    agent.crash();
    AgentInfo info = agent.info();
    asTheyWere.putIfAbsent(agent, info);
    String resources =
        "cpus:%d;mem:%d;disk:10000;ports:[31000-%d]"
            .formatted(
                draws.between(1, 4), 1024 * draws.between(1, 4), 31000 + draws.between(0, 20));
    AgentInfo.Builder changed =
        info.toBuilder()
            .clearResources()
            .addAllResources(Resources.parse(resources).toProtos())
            .setPort(draws.between(5051, 5053));
    agent.become(changed.build());
  }

  /** What an agent was made with, it can do all its work with. */
  void restore(AgentNode agent) {
    AgentInfo before = asTheyWere.remove(agent);
    if (before != null) {
      agent.crash();
      agent.become(before);
    }
  }
}
