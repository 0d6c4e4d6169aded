package io.proffer.core.protocol;

import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * The few things a real Mesos says for which the classes of {@code org.apache.mesos:mesos:1.11.0}
 * have no name. Protobuf carries them as unknown fields, so both media types keep them; {@link
 * MesosJson} knows their names.
 */
public final class V1Additions {

  private static final int AGENT_CHECKPOINT = 7;
  private static final int CAPABILITY_TYPE = 1;
  private static final int QUOTA_V2 = 3;

  private static final Map<String, List<FieldPlan>> FIELDS =
      Map.of("mesos.v1.AgentInfo", List.of(bool(AGENT_CHECKPOINT, "checkpoint")));

  private static final Map<String, Map<Integer, String>> ENUM_VALUES =
      Map.of("mesos.v1.MasterInfo.Capability.Type", Map.of(QUOTA_V2, "QUOTA_V2"));

  private V1Additions() {}

  /** The master's capability {@code QUOTA_V2}: it has the calls UPDATE_QUOTA and GET_QUOTA. */
  public static MasterInfo.Capability quotaV2() {
    return MasterInfo.Capability.newBuilder()
        .setUnknownFields(varint(CAPABILITY_TYPE, QUOTA_V2))
        .build();
  }

  /** The agent with {@code checkpoint: true}, as a master's GET_AGENTS shows it. */
  public static AgentInfo checkpointing(AgentInfo agent) {
    UnknownFieldSet fields =
        agent.getUnknownFields().toBuilder().mergeFrom(varint(AGENT_CHECKPOINT, 1)).build();
    return agent.toBuilder().setUnknownFields(fields).build();
  }

  static List<FieldPlan> fieldsOf(Descriptor message) {
    return FIELDS.getOrDefault(message.getFullName(), List.of());
  }

  static Map<Integer, String> valuesOf(EnumDescriptor enumeration) {
    return ENUM_VALUES.getOrDefault(enumeration.getFullName(), Map.of());
  }

  private static UnknownFieldSet varint(int number, int value) {
    return UnknownFieldSet.newBuilder().mergeVarintField(number, value).build();
  }

  private static FieldPlan bool(int number, String name) {
    return FieldPlan.scalar(number, new SerializedString(name), FieldDescriptor.Type.BOOL);
  }
}
