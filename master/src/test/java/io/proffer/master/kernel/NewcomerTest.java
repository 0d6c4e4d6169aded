package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.state.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** When somebody is offered something for the first time. */
class NewcomerTest {

  private final Cluster cluster = new Cluster();

  @Test
  void inASmallClusterWithTheNewsThatHeIsSubscribed() {
    agents(Offers.SMALL_CLUSTER);

    Decision decision = subscribes("");

    assertThat(sent(decision))
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT, Event.Type.OFFERS);
    assertThat(startsAllocation(decision)).isFalse();
  }

  @Test
  void inALargeOneAfterThatNews() {
    agents(Offers.SMALL_CLUSTER + 1);

    Decision decision = subscribes("");

    assertThat(sent(decision)).containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT);
    assertThat(startsAllocation(decision)).isTrue();
  }

  @Test
  void whoWasThereBeforeHearsFirstThatHeIsBack() {
    agents(1);
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    Decision decision = subscribes(scheduler.id().value());

    assertThat(sent(decision)).endsWith(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT);
    assertThat(startsAllocation(decision)).isTrue();
  }

  private void agents(int count) {
    IntStream.range(0, count).forEach(i -> TestAgent.registered(cluster, "cpus:2;mem:1024"));
  }

  private Decision subscribes(String id) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("u")
            .setName("n")
            .addRoles("r1")
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.MULTI_ROLE));
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    if (!id.isEmpty()) {
      info.getIdBuilder().setValue(id);
      call.setFrameworkId(info.getId());
    }
    call.getSubscribeBuilder().setFrameworkInfo(info);
    return cluster.when(
        new MasterInput.Subscribe(
            new RequestId(cluster.nextNumber()),
            new StreamId(new UUID(0, cluster.nextNumber()).toString()),
            call.build(),
            Optional.empty()));
  }

  private static List<Event.Type> sent(Decision decision) {
    return decision.effects().stream()
        .filter(MasterEffect.SendEvent.class::isInstance)
        .map(effect -> ((MasterEffect.SendEvent) effect).event().getType())
        .toList();
  }

  private static boolean startsAllocation(Decision decision) {
    return decision.effects().stream()
        .anyMatch(
            effect ->
                effect instanceof MasterEffect.StartTimer timer
                    && timer.key().equals(new TimerKey.Allocate()));
  }
}
