package io.proffer.master.kernel;

import static io.proffer.master.kernel.Disks.createVolume;
import static io.proffer.master.kernel.Disks.destroyVolume;
import static io.proffer.master.kernel.Disks.reserve;
import static io.proffer.master.kernel.Disks.reserved;
import static io.proffer.master.kernel.Disks.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** What operators reserve is free, or was only offered. */
class OperatorOperationsTest {
  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024;disk:1000");

  @Test
  void anOfferIsRescindedForIt() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.takeEvents();

    assertThat(operate(agent.id(), reserve(reserved("disk", 64, "r1"))))
        .isEqualTo(new CallOutcome.Accepted());

    assertThat(scheduler.takeEventTypes()).containsExactly(Event.Type.RESCIND, Event.Type.OFFERS);
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
  }

  @Test
  void anOfferOfOtherThingsIsLeftAlone() {
    operate(agent.id(), reserve(reserved("disk", 64, "r1")));
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r2");
    scheduler.takeEvents();

    operate(agent.id(), createVolume(volume("v", 64, "r1")));

    assertThat(scheduler.takeEventTypes()).isEmpty();
    assertThat(total().persistentVolumes().isEmpty()).isFalse();
    assertThat(operate(agent.id(), destroyVolume(volume("v", 64, "r1"))))
        .isEqualTo(new CallOutcome.Accepted());
  }

  @Test
  void whatATaskUsesIsNotThereForIt() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t", offer, "cpus:2;mem:32").build());

    CallOutcome.Refused refused =
        (CallOutcome.Refused) operate(agent.id(), reserve(reserved("cpus", 1, "r1")));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).startsWith("Invalid RESERVE operation: ");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithAReason() {
    CallOutcome.Refused unreserved =
        (CallOutcome.Refused) operate(agent.id(), reserve(reserved("cpus", 1)));
    CallOutcome.Refused nowhere =
        (CallOutcome.Refused) operate(new AgentId("x"), reserve(reserved("cpus", 1, "r1")));

    assertThat(unreserved.status()).isEqualTo(400);
    assertThat(unreserved.message()).contains("is not dynamically reserved");
    assertThat(nowhere.message()).isEqualTo("No agent found with specified ID");
  }

  @Test
  void nobodyIsToldAndTheMasterAcknowledges() {
    operate(agent.id(), reserve(reserved("disk", 64, "r1")));
    ToAgent.ApplyOperation sent = agent.messages(ToAgent.ApplyOperation.class).get(0);

    agent.reports(sent, OperationState.OPERATION_FINISHED, List.of());

    assertThat(sent.framework()).isEmpty();
    assertThat(agent.messages(ToAgent.AcknowledgeOperation.class)).hasSize(1);
    assertThat(cluster.state().operations()).isEmpty();
  }

  private Resources total() {
    return cluster.state().agent(agent.id()).orElseThrow().total();
  }

  private CallOutcome operate(AgentId on, Operation operation) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.OperatorOperation(request, on, operation, Optional.empty()));
    return cluster.answerTo(request);
  }
}
