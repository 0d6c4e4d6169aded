package io.proffer.agent.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.agent.checkpoint.wire.Fact;
import io.proffer.agent.checkpoint.wire.OperationAcknowledged;
import io.proffer.agent.checkpoint.wire.OperationDecided;
import io.proffer.agent.checkpoint.wire.ResourcesConverted;
import io.proffer.agent.checkpoint.wire.VolumeDoomed;
import io.proffer.agent.checkpoint.wire.VolumeRemoved;
import io.proffer.agent.state.AgentEvent;
import io.proffer.core.model.FrameworkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;

/** The facts about reservations, volumes and operations, written and read. */
final class ResourceFacts {

  private ResourceFacts() {}

  static void write(AgentEvent.ResourcesConverted e, Fact.Builder fact) {
    ResourcesConverted.Builder converted = ResourcesConverted.newBuilder();
    e.converted().forEach(r -> converted.addResourcesV1(r.toByteString()));
    fact.setResourcesConverted(converted);
  }

  static AgentEvent.Durable read(ResourcesConverted wire) throws InvalidProtocolBufferException {
    List<Resource> converted = new ArrayList<>();
    for (ByteString resource : wire.getResourcesV1List()) {
      converted.add(Resource.parseFrom(resource));
    }
    return new AgentEvent.ResourcesConverted(converted);
  }

  static void write(AgentEvent.VolumeDoomed e, Fact.Builder fact) {
    fact.setVolumeDoomed(VolumeDoomed.newBuilder().setResourceV1(e.volume().toByteString()));
  }

  static AgentEvent.Durable read(VolumeDoomed wire) throws InvalidProtocolBufferException {
    return new AgentEvent.VolumeDoomed(Resource.parseFrom(wire.getResourceV1()));
  }

  static void write(AgentEvent.VolumeRemoved e, Fact.Builder fact) {
    fact.setVolumeRemoved(VolumeRemoved.newBuilder().setResourceV1(e.volume().toByteString()));
  }

  static AgentEvent.Durable read(VolumeRemoved wire) throws InvalidProtocolBufferException {
    return new AgentEvent.VolumeRemoved(Resource.parseFrom(wire.getResourceV1()));
  }

  static void write(AgentEvent.OperationDecided e, Fact.Builder fact) {
    OperationDecided.Builder decided =
        OperationDecided.newBuilder()
            .setUuid(e.operation())
            .setOperationV1(e.info().toByteString())
            .setOperationStatusV1(e.status().toByteString());
    e.framework().ifPresent(f -> decided.setFrameworkId(f.value()));
    fact.setOperationDecided(decided);
  }

  static AgentEvent.Durable read(OperationDecided wire) throws InvalidProtocolBufferException {
    return new AgentEvent.OperationDecided(
        wire.getUuid(),
        wire.hasFrameworkId()
            ? Optional.of(new FrameworkId(wire.getFrameworkId()))
            : Optional.empty(),
        Operation.parseFrom(wire.getOperationV1()),
        OperationStatus.parseFrom(wire.getOperationStatusV1()));
  }

  static void write(AgentEvent.OperationAcknowledged e, Fact.Builder fact) {
    fact.setOperationAcknowledged(OperationAcknowledged.newBuilder().setUuid(e.operation()));
  }
}
