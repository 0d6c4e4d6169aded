package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.master.state.InverseOffer;
import java.time.Duration;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** The events a scheduler is sent. */
final class SchedulerEvents {
  static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

  private SchedulerEvents() {}

  static Event subscribed(FrameworkId framework, Duration heartbeat, MasterInfo master) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setFrameworkId(framework.toProto())
                .setHeartbeatIntervalSeconds(heartbeat.toMillis() / 1000.0)
                .setMasterInfo(master))
        .build();
  }

  static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  static Event offers(Event.Offers.Builder offers) {
    return Event.newBuilder().setType(Event.Type.OFFERS).setOffers(offers).build();
  }

  static Event rescind(OfferId offer) {
    return Event.newBuilder()
        .setType(Event.Type.RESCIND)
        .setRescind(Event.Rescind.newBuilder().setOfferId(offer.toProto()))
        .build();
  }

  static Event inverseOffers(Event.InverseOffers.Builder offers) {
    return Event.newBuilder().setType(Event.Type.INVERSE_OFFERS).setInverseOffers(offers).build();
  }

  /** Everything is asked back that the framework has of the agent: no resources are named. */
  static org.apache.mesos.v1.Protos.InverseOffer inverseOffer(InverseOffer offer, URL agent) {
    return org.apache.mesos.v1.Protos.InverseOffer.newBuilder()
        .setId(offer.id().toProto())
        .setUrl(agent)
        .setFrameworkId(offer.framework().toProto())
        .setAgentId(offer.agent().toProto())
        .setUnavailability(offer.unavailability())
        .build();
  }

  static Event rescindInverse(OfferId offer) {
    return Event.newBuilder()
        .setType(Event.Type.RESCIND_INVERSE_OFFER)
        .setRescindInverseOffer(
            Event.RescindInverseOffer.newBuilder().setInverseOfferId(offer.toProto()))
        .build();
  }

  static Event update(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  static Event operation(OperationStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE_OPERATION_STATUS)
        .setUpdateOperationStatus(Event.UpdateOperationStatus.newBuilder().setStatus(status))
        .build();
  }

  static Event message(AgentId agent, ExecutorId executor, ByteString data) {
    return Event.newBuilder()
        .setType(Event.Type.MESSAGE)
        .setMessage(
            Event.Message.newBuilder()
                .setAgentId(agent.toProto())
                .setExecutorId(executor.toProto())
                .setData(data))
        .build();
  }

  static Event agentLost(AgentId agent) {
    return failure(Event.Failure.newBuilder().setAgentId(agent.toProto()));
  }

  static Event executorEnded(AgentId agent, ExecutorId executor, int waitStatus) {
    return failure(
        Event.Failure.newBuilder()
            .setAgentId(agent.toProto())
            .setExecutorId(executor.toProto())
            .setStatus(waitStatus));
  }

  private static Event failure(Event.Failure.Builder failure) {
    return Event.newBuilder().setType(Event.Type.FAILURE).setFailure(failure).build();
  }
}
