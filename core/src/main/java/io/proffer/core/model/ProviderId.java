package io.proffer.core.model;

import org.apache.mesos.v1.Protos;

/**
 * The identity of a resource provider, which its agent gives it when it first subscribes.
 *
 * @param value the text that is on the wire; never null
 */
public record ProviderId(String value) implements Comparable<ProviderId> {

  public static ProviderId of(Protos.ResourceProviderID proto) {
    return new ProviderId(proto.getValue());
  }

  public Protos.ResourceProviderID toProto() {
    return Protos.ResourceProviderID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(ProviderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
