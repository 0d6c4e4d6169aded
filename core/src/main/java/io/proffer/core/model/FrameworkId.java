package io.proffer.core.model;

import org.apache.mesos.v1.Protos;

/**
 * The identity of a framework: {@code <master id>-NNNN}, or whatever the client chose at SUBSCRIBE.
 *
 * @param value the text that is on the wire; never null
 */
public record FrameworkId(String value) implements Comparable<FrameworkId> {

  public static FrameworkId of(Protos.FrameworkID proto) {
    return new FrameworkId(proto.getValue());
  }

  public Protos.FrameworkID toProto() {
    return Protos.FrameworkID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(FrameworkId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
