package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances are moved to agents that came later. */
class RebalancerTest {

  private static final String AGENT = "cpus:50;mem:100000;ports:[31000-31099]";

  private final Town town = new Town().agent("a1", AGENT, "");

  @BeforeEach
  void fourOnOneAgentAndAnotherComes() {
    town.create(
        "{'id':'/web','cmd':'x','instances':4,'proffer':{'rebalance':{'everySeconds':30}}}");
    town.settle();
    town.pass(Duration.ofSeconds(1));
    town.agent("a2", AGENT, "");
  }

  private long on(String agent) {
    return town.hosts("/web").stream().filter(host -> host.startsWith(agent)).count();
  }

  @Test
  void oneAtATimeAndOnlyWhenAnotherOneDoesItsWork() {
    List<Instance> before = town.instances("/web");
    town.offer();
    assertThat(town.instances("/web")).hasSize(4);
    assertThat(town.kernel.wantsOffers(town.now)).isFalse();

    town.pass(Duration.ofSeconds(30));
    assertThat(town.kernel.wantsOffers(town.now)).isTrue();
    town.offer();
    assertThat(town.instances("/web")).hasSize(5).containsAll(before);
    assertThat(town.killing).isEmpty();
    town.runAll();
    assertThat(town.killing).hasSize(1);
    town.settle();
    assertThat(on("a1")).isEqualTo(3);
    assertThat(on("a2")).isEqualTo(1);

    for (int i = 0; i < 4; i++) {
      town.pass(Duration.ofSeconds(31));
      town.settle();
    }
    assertThat(on("a1")).isEqualTo(2);
    assertThat(on("a2")).isEqualTo(2);
    assertThat(town.deployments()).containsOnlyOnce("DeploymentSucceeded");
  }

  @Test
  void nothingIsLostWhenTheOtherOneFails() {
    List<Instance> before = town.instances("/web");
    town.pass(Duration.ofSeconds(30));
    town.offer();

    town.told(town.instances("/web").getLast().taskId(), TaskState.TASK_FAILED);
    town.pass(Duration.ofSeconds(1));

    assertThat(town.killing).isEmpty();
    assertThat(town.instances("/web")).isEqualTo(before);
  }
}
