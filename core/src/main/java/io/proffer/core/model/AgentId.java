package io.proffer.core.model;

import org.apache.mesos.v1.Protos;

/**
 * The identity of an agent: {@code <master id>-S<n>}.
 *
 * @param value the text that is on the wire; never null
 */
public record AgentId(String value) implements Comparable<AgentId> {

  public static AgentId of(Protos.AgentID proto) {
    return new AgentId(proto.getValue());
  }

  public Protos.AgentID toProto() {
    return Protos.AgentID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
