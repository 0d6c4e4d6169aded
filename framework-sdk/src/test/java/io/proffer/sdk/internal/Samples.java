package io.proffer.sdk.internal;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Messages that tests send and expect. */
public final class Samples {

  private Samples() {}

  public static FrameworkInfo framework() {
    return FrameworkInfo.newBuilder()
        .setUser("nobody")
        .setName("sample")
        .addRoles("*")
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .build();
  }

  public static Event subscribed(FrameworkId id) {
    Event.Subscribed subscribed =
        Event.Subscribed.newBuilder()
            .setFrameworkId(id.toProto())
            .setHeartbeatIntervalSeconds(15)
            .build();
    return Event.newBuilder().setType(Event.Type.SUBSCRIBED).setSubscribed(subscribed).build();
  }

  public static Event heartbeat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  public static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  public static Event offers(Offer... offers) {
    return Event.newBuilder()
        .setType(Event.Type.OFFERS)
        .setOffers(Event.Offers.newBuilder().addAllOffers(List.of(offers)))
        .build();
  }

  public static Event rescind(String offer) {
    return Event.newBuilder()
        .setType(Event.Type.RESCIND)
        .setRescind(Event.Rescind.newBuilder().setOfferId(OfferID.newBuilder().setValue(offer)))
        .build();
  }

  public static Event update(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  /** An offer of 2 cpus, 1 GB and eleven ports on agent {@code agent}. */
  public static Offer offer(String id, String agent) {
    return offer(id, agent, "cpus:2;mem:1024;disk:5000;ports:[31000-31010]");
  }

  public static Offer offer(String id, String agent, String resources) {
    List<Resource> offered = Resources.withAllocation(Resources.parse(resources).toProtos(), "*");
    return Offer.newBuilder()
        .setId(OfferID.newBuilder().setValue(id))
        .setFrameworkId(new FrameworkId("f").toProto())
        .setAgentId(AgentID.newBuilder().setValue(agent))
        .setHostname(agent + ".example")
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("*"))
        .addAllResources(offered)
        .build();
  }

  public static TaskInfo task(String id, String agent) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(AgentID.newBuilder().setValue(agent))
        .build();
  }

  public static Offer.Operation launch(TaskInfo... tasks) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.LAUNCH)
        .setLaunch(Offer.Operation.Launch.newBuilder().addAllTaskInfos(List.of(tasks)))
        .build();
  }

  /** An agent's update, which is sent until it is acknowledged. */
  public static TaskStatus status(String task, TaskState state, String uuid) {
    return answer(task, state).toBuilder().setUuid(ByteString.copyFromUtf8(uuid)).build();
  }

  /** The master's word on a task: without uuid, sent once. */
  public static TaskStatus answer(String task, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue(task))
        .setAgentId(AgentID.newBuilder().setValue("a1"))
        .setState(state)
        .build();
  }
}
