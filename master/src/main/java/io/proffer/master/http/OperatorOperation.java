package io.proffer.master.http;

import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.master.Protos.Call;

/**
 * What an operator wants done to the resources of an agent.
 *
 * @param operation its resources are not allocated to anybody
 */
record OperatorOperation(AgentId agent, Operation operation) {

  private static OperatorOperation on(AgentID agent, Operation operation) {
    return new OperatorOperation(AgentId.of(agent), operation);
  }

  static OperatorOperation of(Call.ReserveResources asked) {
    Operation.Reserve.Builder reserve =
        Operation.Reserve.newBuilder()
            .addAllSource(asked.getSourceList())
            .addAllResources(asked.getResourcesList());
    return on(
        asked.getAgentId(),
        Operation.newBuilder().setType(Operation.Type.RESERVE).setReserve(reserve).build());
  }

  static OperatorOperation of(Call.UnreserveResources asked) {
    return on(asked.getAgentId(), unreserve(asked.getResourcesList()));
  }

  static OperatorOperation of(Call.CreateVolumes asked) {
    return on(asked.getAgentId(), create(asked.getVolumesList()));
  }

  static OperatorOperation of(Call.DestroyVolumes asked) {
    return on(asked.getAgentId(), destroy(asked.getVolumesList()));
  }

  static OperatorOperation of(Call.GrowVolume asked) {
    return on(
        asked.getAgentId(),
        Operation.newBuilder()
            .setType(Operation.Type.GROW_VOLUME)
            .setGrowVolume(
                Operation.GrowVolume.newBuilder()
                    .setVolume(asked.getVolume())
                    .setAddition(asked.getAddition()))
            .build());
  }

  static OperatorOperation of(Call.ShrinkVolume asked) {
    return on(
        asked.getAgentId(),
        Operation.newBuilder()
            .setType(Operation.Type.SHRINK_VOLUME)
            .setShrinkVolume(
                Operation.ShrinkVolume.newBuilder()
                    .setVolume(asked.getVolume())
                    .setSubtract(asked.getSubtract()))
            .build());
  }

  /**
   * The operation of a form sent to one of the old paths.
   *
   * @param field of the form that holds the resources, as a JSON array
   * @param operation what is to be done to them
   */
  static OperatorOperation of(
      Form form, String field, Function<List<Resource>, Operation> operation)
      throws RefusedException {
    AgentID agent = AgentID.newBuilder().setValue(form.required("slaveId")).build();
    byte[] json = ("{\"resources\":" + form.required(field) + "}").getBytes(StandardCharsets.UTF_8);
    try {
      Operation.Reserve read = MediaType.JSON.read(json, Operation.Reserve.getDefaultInstance());
      return on(agent, operation.apply(read.getResourcesList()));
    } catch (MalformedMessageException e) {
      throw new RefusedException(
          400, "Error in parsing '" + field + "' in the request body: " + e.getMessage());
    }
  }

  static Operation reserve(List<Resource> resources) {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addAllResources(resources))
        .build();
  }

  static Operation unreserve(List<Resource> resources) {
    return Operation.newBuilder()
        .setType(Operation.Type.UNRESERVE)
        .setUnreserve(Operation.Unreserve.newBuilder().addAllResources(resources))
        .build();
  }

  static Operation create(List<Resource> volumes) {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE)
        .setCreate(Operation.Create.newBuilder().addAllVolumes(volumes))
        .build();
  }

  static Operation destroy(List<Resource> volumes) {
    return Operation.newBuilder()
        .setType(Operation.Type.DESTROY)
        .setDestroy(Operation.Destroy.newBuilder().addAllVolumes(volumes))
        .build();
  }
}
